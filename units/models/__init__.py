from .clock import DemoClock
from .holding import Holding
from .post import Post
from .region import Region, RegionAlias
from .token import ApiToken
from .unit import Unit, UnitAlias
from .user import PasswordRecord, User

__all__ = ["ApiToken", "DemoClock", "Holding", "PasswordRecord", "Post", "Region", "RegionAlias", "Unit", "UnitAlias", "User"]
