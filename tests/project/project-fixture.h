/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "rail-operations.h"
#include "rail-project-error.h"
#include "rail-test.h"

G_BEGIN_DECLS

/* 2026-01-15T12:00:00Z: the clock of every project here stands still. */
#define FIXTURE_NOW G_GINT64_CONSTANT (1768478400)
#define FIXTURE_DAY G_GINT64_CONSTANT (86400)

RailProject  *fixture_new_project   (void);
RailProject  *fixture_new_protected (void);
RailCreation *fixture_new_creation  (RailProject  *project,
                                     RailUsage     usage,
                                     const char   *common_name,
                                     RailEntry    *issuer);
RailEntry    *fixture_create        (RailCreation *creation,
                                     RailProject  *project);
RailEntry    *fixture_create_simple (RailProject  *project,
                                     RailUsage     usage,
                                     const char   *common_name,
                                     RailEntry    *issuer);
GPtrArray    *fixture_list          (RailEntry    *first,
                                     ...) G_GNUC_NULL_TERMINATED;
char         *fixture_dump          (RailProject  *project);
void          fixture_write_pem     (const char   *folder,
                                     const char   *name,
                                     RailEntry    *entry);

/* Counts the emissions of a signal. */
typedef struct
{
  guint count;
} FixtureCounter;

void          fixture_count         (gpointer        object,
                                     const char     *signal,
                                     FixtureCounter *counter);

G_END_DECLS
