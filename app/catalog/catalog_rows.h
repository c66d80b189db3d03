// One function a table: a row as it stands in a file, in; a value, out. The reader's fault says what was wrong.
#pragma once

#include "app/catalog/catalog.h"
#include "app/catalog/row_reader.h"

Era eraOf(RowReader &row);
Release releaseOf(RowReader &row);
DeploymentKind kindOf(RowReader &row);
PortRule portRuleOf(RowReader &row);
InstallOption installOptionOf(RowReader &row);
CommandLine commandLineOf(RowReader &row);
Service serviceOf(RowReader &row);
HealthProbe healthProbeOf(RowReader &row);
ServiceUrl serviceUrlOf(RowReader &row);
OutboundHost outboundHostOf(RowReader &row);
LocalPort localPortOf(RowReader &row);
BalancerListener balancerListenerOf(RowReader &row);
Caution cautionOf(RowReader &row);
Installation installationOf(RowReader &row);

/// What no single row can show: names of eras, releases, kinds and services that do not exist, ids that exist twice. Empty: all well.
QString danglingName(const Catalog &catalog);
