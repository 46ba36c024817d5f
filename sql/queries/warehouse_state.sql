select
    data_version,
    data_until
from warehouse_state
