from participation.councils.models.councils import College, Council, Membership
from participation.councils.models.history import CouncilEvent
from participation.councils.models.meetings import Meeting
from participation.councils.models.outcomes import Decision, Opinion, Reply
from participation.councils.models.requests import JoinRequest

__all__ = ["College", "Council", "CouncilEvent", "Decision", "JoinRequest", "Meeting", "Membership", "Opinion", "Reply"]
