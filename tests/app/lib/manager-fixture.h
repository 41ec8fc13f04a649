/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "rail-app-test.h"
#include "rail-certificate-manager-page.h"
#include "rail-project.h"

G_BEGIN_DECLS

/* 2026-11-22 12:00 UTC, the day on which all tests of windows happen. */
#define MANAGER_NOW G_GINT64_CONSTANT (1795348800)

/* The certificates of manager_fixture_project(), by ID. */
enum
{
  ID_ROOT_SHA1 = 1,
  ID_ROOT,
  ID_INTERMEDIATE,
  ID_SERVER,        /* PLC-1/OPCUA-1-4 */
  ID_CLIENT,        /* UaExpert */
  ID_EXPIRING,
  ID_EXPIRED,
  ID_NOT_YET,
  ID_REVOKED,
  ID_LONG,
};

RailProject *manager_fixture_unprotected (void);
RailProject *manager_fixture_project     (void);
RailEntry   *manager_fixture_create      (RailProject *project,
                                          RailUsage    usage,
                                          const char  *common_name,
                                          guint        issuer,
                                          gint64       not_before,
                                          gint64       not_after,
                                          const char  *names);

/* Gives an entry the certificate of another one, as a renewal does, and keeps the one before in its history. */
void         manager_fixture_renew       (RailProject *project,
                                          guint        id,
                                          RailEntry   *other);

/* The program's window with the project open and its certificate manager in sight. */
RailWindow  *manager_fixture_window      (RailProject                 *project,
                                          RailCertificateManagerPage **out_page);
/* Asserts which certificates a tab shows, from top to bottom: “4 5 6”. */
void         manager_fixture_assert_ids (RailCertificateManagerPage *page,
                                         RailEntryKind               tab,
                                         const char                 *expected);
/* What a drag from that point of a widget takes along: a new array of RailEntry; (nullable). The files go with it. */
GPtrArray   *manager_fixture_drag        (gpointer                     widget,
                                          double                       x,
                                          double                       y);
/* Destroys all windows, and with them the last references to @project. */
void         manager_fixture_close       (RailProject *project);

G_END_DECLS
