FROM node:20.18-bookworm-slim AS assets
WORKDIR /srv/landplan
COPY package.json package-lock.json ./
RUN npm ci --ignore-scripts --no-audit --no-fund

FROM python:3.11-slim-bookworm
ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 PYTHONUTF8=1 LANG=C.UTF-8
WORKDIR /srv/landplan
# pg_dump and pg_restore of manage.py backup and restore; the release of the database's image. Pango and a font: the card as a PDF
RUN apt-get update && apt-get install -y --no-install-recommends postgresql-client-15 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-noto-cjk && rm -rf /var/lib/apt/lists/*
RUN useradd --system --uid 10001 --home-dir /srv/landplan landplan
COPY requirements.txt ./
RUN pip install --no-cache-dir -r requirements.txt
COPY --from=assets /srv/landplan/node_modules ./node_modules
COPY . .
RUN mkdir -p var staticfiles && chown -R landplan var staticfiles
USER landplan
EXPOSE 8000
CMD ["scripts/process.sh", "web"]
