from .attachment import Attachment
from .batch import ApprovalBatch
from .batch_entry import BatchEntry, IndicatorBalance, IndicatorUse, StopNotice
from .check import Backfill, SpotCheck
from .clock import ClockStop, StartAgreement
from .cohort import Cohort
from .control_set import ControlSet
from .covenant import Covenant
from .crosswalk import CrosswalkChange
from .disposal import Disposal, DisposalRevision
from .due import DisposalDue
from .enterprise import Enterprise, EnterpriseYear, LandUse
from .entry import AreaAbove, AreaEntry, AreaMark, AreaRunning, AreaWeek
from .evidence import Evidence
from .expropriation import Expropriation
from .finding import FactSheet, Finding, FindingStandard
from .hurdle import Hurdle, Promotion
from .incentive import Incentive, Recovery, Sanction
from .lawsuit import Claim, Lawsuit
from .list_setting import ListSetting
from .low_plan import LowPlan, LowPlanContent
from .measure import Measure
from .meeting import Meeting, MeetingItem
from .milestone import ParcelMilestone, StepSetting
from .night import NightRun, ParcelFlag
from .paper import LowNotice, Paper, PaperTemplate
from .parcel import KindSpan, Parcel, Supply
from .park import Park, ParkFact, ParkName, ParkPlanStep
from .plan import DisposalPlan
from .procedure import IdleProcedure, IdleStep, LegalReview
from .project import JointAcceptance, LandApplication, Opinion, Project, ProjectPart
from .register import RegisterDue, RegisterItem
from .reshape import ParcelLineage, Reshape
from .restriction import CreditRecord, FirmListing, Restriction
from .round import ParcelRound
from .sample import Sample, SampleItem
from .saved_view import SavedView
from .shape import CountyOutline, ParcelShape, ParcelSpot, ShapeFile
from .transfer import Transfer
from .violation import ViolationCase
from .year_table import YearTable

__all__ = [
    "ApprovalBatch", "AreaAbove", "AreaEntry", "AreaMark", "AreaRunning", "AreaWeek", "Attachment", "Backfill", "BatchEntry", "Claim",
    "ClockStop", "Cohort", "ControlSet", "CountyOutline", "Covenant", "CreditRecord", "CrosswalkChange", "Disposal", "DisposalDue",
    "DisposalPlan", "DisposalRevision", "Enterprise", "EnterpriseYear", "Evidence", "Expropriation", "FactSheet",
    "Finding", "FindingStandard", "FirmListing", "Hurdle", "IdleProcedure", "IdleStep", "Incentive", "IndicatorBalance",
    "IndicatorUse", "JointAcceptance", "KindSpan", "LandApplication", "LandUse", "Lawsuit", "LegalReview",
    "ListSetting", "LowNotice", "LowPlan", "LowPlanContent", "Measure", "Meeting", "MeetingItem", "NightRun",
    "Opinion", "Paper", "PaperTemplate", "Parcel", "ParcelFlag", "ParcelLineage", "ParcelMilestone", "ParcelRound",
    "ParcelShape", "ParcelSpot", "Park", "ParkFact", "ParkName", "ParkPlanStep", "Project", "ProjectPart",
    "Promotion", "Recovery", "RegisterDue", "RegisterItem", "Reshape", "Restriction", "Sample", "SampleItem", "Sanction",
    "SavedView", "ShapeFile", "SpotCheck", "StartAgreement", "StepSetting", "StopNotice", "Supply", "Transfer",
    "ViolationCase", "YearTable",
]
