// What the vendor says about a release that is no fault of the document: texts for rules that hold for some releases only.
#pragma once

#include "app/catalog/releases.h"

#include <QString>
#include <QStringList>

/// Row of resources/catalog/cautions.json.
struct Caution
{
    QString rule;      ///< id of the rule that tells it, V-ENG-2
    QStringList kinds; ///< deployment kinds; empty: all
    ReleaseRange releases;
    Condition when;
    QString text; ///< the end of the sentence "In release X …"
    QStringList source;
};
