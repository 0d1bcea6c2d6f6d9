# Every 分批供地项目 becomes a 项目: the one of its county with the same name, or the one that its supplies name as well, or a new one.

from django.db import migrations

_FIELDS = ('company', 'review_no', 'reviewed_on', 'reviewed_area', 'review_note')


class Rows:
    """The tables as they stand between the two schemas."""

    def __init__(self, apps, alias):
        for name, model in (('old', 'SupplyProject'), ('projects', 'Project'), ('parts', 'ProjectPart'), ('supplies', 'Supply')):
            setattr(self, name, apps.get_model('parcels', model)._base_manager.using(alias).order_by('id'))


def join(apps, schema_editor):
    rows = Rows(apps, schema_editor.connection.alias)
    taken = set()
    for old in rows.old.all():
        project = _of_name(rows, old, taken) or _of_supplies(rows, old, taken)
        project = _merge(project, old) if project else _make(rows, old)
        taken.add(project.id)
        rows.parts.filter(project_id=old.id).update(owner_id=project.id)
        _move_supplies(rows, old, project)


def _of_name(rows, old, taken):
    return rows.projects.filter(region_id=old.region_id, name=old.name).exclude(id__in=taken).first()


def _of_supplies(rows, old, taken):
    named = set(rows.supplies.filter(project_id=old.id).exclude(need_id=None).values_list('need_id', flat=True))
    return rows.projects.filter(id__in=named, region_id=old.region_id).exclude(id__in=taken).first() if len(named) == 1 else None


def _merge(project, old):
    """The reviewed size stands, and what differed is written down."""
    told = []
    if old.name != project.name:
        told.append(f'分批供地登记的名称：{old.name}')
    if project.need is not None and project.need != old.planned_area:
        told.append(f'用地需求原登记 {project.need:f} 亩，分批供地登记的拟占地 {old.planned_area:f} 亩')
    if project.need != old.planned_area:
        project.need, project.need_typed = old.planned_area, ''
    for name in _FIELDS:
        setattr(project, name, getattr(old, name))
    project.note = '；'.join(told)[:500]
    project.save()
    return project


def _make(rows, old):
    name, number = old.name, 1
    while rows.projects.filter(region_id=old.region_id, name=name).exists():
        name, number = f'{old.name[:100]}（分批供地{number}）', number + 1
    return rows.projects.create(
        region_id=old.region_id, name=name, level='plain', kind='industry', need=old.planned_area, entered_at=old.entered_at,
        entered_by_id=old.entered_by_id, note='' if name == old.name else f'分批供地登记的名称：{old.name}',
        **{field: getattr(old, field) for field in _FIELDS})


def _move_supplies(rows, old, project):
    """A supply names one project now; where it named another one as well, both projects say so."""
    for supply in rows.supplies.filter(project_id=old.id):
        if supply.need_id not in (None, project.id):
            other = rows.projects.get(pk=supply.need_id)
            for row, text in ((other, f'供应 {supply.doc_no} 记在项目“{project.name}”'), (project, f'供应 {supply.doc_no} 原来也选了项目“{other.name}”')):
                rows.projects.filter(pk=row.pk).update(note='；'.join(filter(None, (rows.projects.get(pk=row.pk).note, text)))[:500])
        supply.need_id = project.id
        supply.save(update_fields=['need'])


class Migration(migrations.Migration):

    dependencies = [
        ('parcels', '0036_one_project'),
    ]

    operations = [
        migrations.RunPython(join, elidable=False),
    ]
