# Geometry: files, versions of drawings, where they stand on the map, outlines of counties; steps of park plans.

import django.db.models.deletion
import django.db.models.manager
import landplan.lib.area
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('parcels', '0041_flags'),
        ('units', '0002_geometry'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='listsetting',
            name='area_limit',
            field=models.PositiveIntegerField(default=100, verbose_name='图形面积差限（万分之几）'),
        ),
        migrations.CreateModel(
            name='CountyOutline',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('wkb', models.BinaryField(verbose_name='范围')),
                ('source', models.CharField(max_length=200, verbose_name='来源')),
                ('is_demo', models.BooleanField(default=False, verbose_name='演示数据')),
                ('at', models.DateTimeField(verbose_name='装入时间')),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='装入人')),
                ('region', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.region', verbose_name='县区')),
            ],
            options={
                'verbose_name': '县区范围线',
                'verbose_name_plural': '县区范围线',
                'ordering': ['region', '-id'],
                'abstract': False,
                'base_manager_name': 'unscoped',
            },
            managers=[
                ('objects', django.db.models.manager.Manager()),
                ('unscoped', django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name='ParkPlanStep',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('plan', models.CharField(max_length=12, verbose_name='规划')),
                ('state', models.CharField(max_length=10, verbose_name='进展')),
                ('on', models.DateField(verbose_name='日期')),
                ('doc_no', models.CharField(blank=True, max_length=80, verbose_name='文号')),
                ('note', models.CharField(blank=True, max_length=200, verbose_name='说明')),
                ('at', models.DateTimeField(verbose_name='登记时间')),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='登记人')),
                ('park', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='plan_steps', to='parcels.park', verbose_name='园区')),
                ('region', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.region', verbose_name='县区')),
            ],
            options={
                'verbose_name': '园区规划进展',
                'verbose_name_plural': '园区规划进展',
                'ordering': ['park', 'plan', 'id'],
                'abstract': False,
                'base_manager_name': 'unscoped',
            },
            managers=[
                ('objects', django.db.models.manager.Manager()),
                ('unscoped', django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name='ShapeFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('zone', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='带号')),
                ('state', models.CharField(choices=[('waiting', '待确认'), ('applied', '已导入'), ('dropped', '已放弃')], default='waiting', max_length=8, verbose_name='状态')),
                ('at', models.DateTimeField(verbose_name='上传时间')),
                ('decided_at', models.DateTimeField(blank=True, null=True, verbose_name='办结时间')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='上传人')),
                ('file', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parcels.attachment', verbose_name='文件')),
                ('parcel', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='shape_files', to='parcels.parcel', verbose_name='宗地')),
                ('region', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.region', verbose_name='县区')),
            ],
            options={
                'verbose_name': '图形文件',
                'verbose_name_plural': '图形文件',
                'ordering': ['-id'],
                'abstract': False,
                'base_manager_name': 'unscoped',
            },
            managers=[
                ('objects', django.db.models.manager.Manager()),
                ('unscoped', django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name='ParcelShape',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField(verbose_name='第几版')),
                ('wkb', models.BinaryField(null=True, verbose_name='图形')),
                ('lack', models.CharField(blank=True, choices=[('not_surveyed', '未测量'), ('old_system', '只有旧坐标系成果，待转换'), ('lost', '资料缺失'), ('disputed', '界址有争议'), ('secret', '涉密，不入本系统'), ('other', '其他')], max_length=12, verbose_name='无图形原因')),
                ('note', models.CharField(blank=True, max_length=200, verbose_name='说明')),
                ('points', models.PositiveIntegerField(default=0, verbose_name='界址点数')),
                ('drawn_area', landplan.lib.area.AreaField(null=True, verbose_name='图形面积')),
                ('ellipsoid_area', landplan.lib.area.AreaField(null=True, verbose_name='椭球面积')),
                ('source', models.CharField(choices=[('txt', '界址点 TXT'), ('shp', 'shapefile'), ('geojson', 'GeoJSON'), ('gpkg', 'GPKG'), ('kml', 'KML'), ('drawn', '图上勾绘'), ('none', '无图形')], max_length=8, verbose_name='来源')),
                ('system', models.CharField(blank=True, max_length=60, verbose_name='坐标系')),
                ('epsg', models.PositiveIntegerField(null=True, verbose_name='EPSG')),
                ('checks', models.TextField(default='[]', verbose_name='核对情况')),
                ('reason', models.TextField(blank=True, verbose_name='更换原因')),
                ('is_demo', models.BooleanField(default=False, verbose_name='演示数据')),
                ('at', models.DateTimeField(verbose_name='保存时间')),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='保存人')),
                ('parcel', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='shapes', to='parcels.parcel', verbose_name='宗地')),
                ('region', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.region', verbose_name='县区')),
                ('file', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='shapes', to='parcels.shapefile', verbose_name='图形文件')),
            ],
            options={
                'verbose_name': '宗地图形',
                'verbose_name_plural': '宗地图形',
                'ordering': ['parcel', '-number'],
                'abstract': False,
                'base_manager_name': 'unscoped',
            },
            managers=[
                ('objects', django.db.models.manager.Manager()),
                ('unscoped', django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name='ParcelSpot',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('is_drawn', models.BooleanField(verbose_name='有图形')),
                ('cell', models.BigIntegerField(null=True, verbose_name='格')),
                ('block', models.IntegerField(null=True, verbose_name='汇总格')),
                ('min_x', models.BigIntegerField(null=True, verbose_name='西')),
                ('min_y', models.BigIntegerField(null=True, verbose_name='北')),
                ('max_x', models.BigIntegerField(null=True, verbose_name='东')),
                ('max_y', models.BigIntegerField(null=True, verbose_name='南')),
                ('at_x', models.BigIntegerField(null=True, verbose_name='首点横')),
                ('at_y', models.BigIntegerField(null=True, verbose_name='首点纵')),
                ('fine', models.BinaryField(null=True, verbose_name='瓦片图形')),
                ('coarse', models.BinaryField(null=True, verbose_name='概化的瓦片图形')),
                ('parcel', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='spot', to='parcels.parcel', verbose_name='宗地')),
                ('region', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.region', verbose_name='县区')),
                ('shape', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parcels.parcelshape', verbose_name='现行版')),
            ],
            options={
                'verbose_name': '图上位置',
                'verbose_name_plural': '图上位置',
                'ordering': ['parcel'],
                'abstract': False,
                'base_manager_name': 'unscoped',
                'indexes': [models.Index(fields=['cell', 'min_x', 'max_x', 'min_y', 'max_y'], name='spot_cell'), models.Index(fields=['region', 'is_drawn'], name='spot_region')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('cell', None), ('is_drawn', False)), models.Q(('cell__isnull', False), ('is_drawn', True), ('max_x__gte', models.F('min_x')), ('max_y__gte', models.F('min_y'))), _connector='OR'), name='spot_is_whole')],
            },
            managers=[
                ('objects', django.db.models.manager.Manager()),
                ('unscoped', django.db.models.manager.Manager()),
            ],
        ),
        migrations.AddConstraint(
            model_name='parcelshape',
            constraint=models.UniqueConstraint(fields=('parcel', 'number'), name='shape_number_once'),
        ),
        migrations.AddConstraint(
            model_name='parcelshape',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('lack', ''), ('wkb__isnull', False)), models.Q(('wkb', None), models.Q(('lack', ''), _negated=True)), _connector='OR'), name='shape_or_reason'),
        ),
    ]
