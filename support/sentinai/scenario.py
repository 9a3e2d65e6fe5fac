"""What one scenario does with SentinAI: those who act, and those who judge."""

from support.run.plugin import Scene
from support.sentinai.callers import Callers
from support.sentinai.changes import Changes
from support.sentinai.dead_letters import DeadLetters
from support.sentinai.messages import Messages
from support.sentinai.oracle.access import Access
from support.sentinai.oracle.configuration import Configuration
from support.sentinai.oracle.dead_letters import DeadLetterQueue
from support.sentinai.oracle.deadlines import Deadline
from support.sentinai.oracle.executions import Executions
from support.sentinai.oracle.flow import Flow
from support.sentinai.oracle.health import Health
from support.sentinai.oracle.isolation import Isolation
from support.sentinai.oracle.lists import Lists
from support.sentinai.oracle.metrics import Metrics
from support.sentinai.oracle.privacy import Privacy
from support.sentinai.oracle.processing_log import ProcessingLog
from support.sentinai.oracle.refusals import Refusals
from support.sentinai.oracle.retries import Retries
from support.sentinai.oracle.status import Status
from support.sentinai.oracle.throughput import Load
from support.sentinai.oracle.timeline import Timeline
from support.sentinai.oracle.tool_calls import ToolCalls
from support.sentinai.system import SentinaiSystem
from support.sentinai.tenant import Tenant
from support.sentinai.tenants import Tenants
from support.sentinai.tool import TenantTool
from support.sentinai.workers import Broker, Switches, Workers


class SentinaiScenario:
    """The nouns of the sentences; those that judge change nothing.

    Args:
        system: SentinAI and its observers.
        scene: of the scenario.
    """

    def __init__(self, system: SentinaiSystem, scene: Scene) -> None:
        tenant = Tenant(system, f"{scene.prefix}-main", scene)
        other = Tenant(system, f"{scene.prefix}-other", scene)
        switches, flow = Switches(tenant), Flow(tenant)

        # Those who act, and remember what was done.
        self.tenant = tenant
        self.other_tenant = other
        self.tenants = Tenants(tenant, other, f"{scene.prefix}-shared")
        self.exceptions = tenant.exceptions
        self.tool = TenantTool(tenant)
        self.messages = Messages(tenant)
        self.dead_letters = DeadLetters(tenant)
        self.callers = Callers(tenant, other)
        self.changes = Changes(tenant)
        self.workers = Workers(tenant, switches)
        self.broker = Broker(tenant, switches)

        # Those who judge.
        self.flow = flow
        self.status = Status(tenant, flow)
        self.timeline = Timeline(tenant)
        self.tool_calls = ToolCalls(tenant, flow)
        self.executions = Executions(tenant)
        self.lists = Lists(tenant)
        self.configuration = Configuration(tenant, self.changes, flow)
        self.processing_log = ProcessingLog(tenant, flow)
        self.retries = Retries(tenant)
        self.dead_letter_queue = DeadLetterQueue(tenant)
        self.refusals = Refusals(tenant, other, flow)
        self.access = Access(self.callers)
        self.isolation = Isolation(tenant, other)
        self.health = Health(tenant)
        self.metrics = Metrics(tenant)
        self.privacy = Privacy(tenant, flow)

        # Those who do both: what they judge is what they have measured or set.
        self.deadline = Deadline(tenant, flow)
        self.load = Load(tenant, flow)
