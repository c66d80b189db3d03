// The tables of a catalog: their files and how a row of each becomes a value.
#pragma once

#include "app/catalog/catalog.h"
#include "app/catalog/catalog_row.h"

#include <span>

struct CatalogTable
{
    const char *file;
    /// Appends the row to the catalog; what is wrong with it is left in the row.
    void (*read)(CatalogRow &row, Catalog &catalog);
    const char *key; ///< cell that names a row and is unique in its table; empty: rows are told apart otherwise
};

/// In the order in which they have to be read: rows name eras, releases and kinds of the tables before.
std::span<const CatalogTable> catalogTables();

/// What only shows when all rows are there: two rows for the same thing, or a name that no row explains. Empty if all is well.
QString contradictionIn(const Catalog &catalog);

/// Cells that several tables have. Faults are left in the row.
ReleaseRange readReleases(CatalogRow &row, const Catalog &catalog);
Condition readCondition(CatalogRow &row);
QList<Role> readRoles(CatalogRow &row);
QStringList readKinds(CatalogRow &row, const Catalog &catalog, CatalogRow::Need need);
QString readPattern(CatalogRow &row);

void readPortRule(CatalogRow &row, Catalog &catalog);
void readLocalPort(CatalogRow &row, Catalog &catalog);
void readOutboundHost(CatalogRow &row, Catalog &catalog);
void readBalancerListener(CatalogRow &row, Catalog &catalog);
void readService(CatalogRow &row, Catalog &catalog);
void readHealthProbe(CatalogRow &row, Catalog &catalog);
void readServiceUrl(CatalogRow &row, Catalog &catalog);
void readInstallOption(CatalogRow &row, Catalog &catalog);
void readCommandLine(CatalogRow &row, Catalog &catalog);
void readCaution(CatalogRow &row, Catalog &catalog);
void readInstallation(CatalogRow &row, Catalog &catalog);
