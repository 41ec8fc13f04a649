/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "rail-project-file.h"
#include "rail-test.h"

G_BEGIN_DECLS

#define STORAGE_USER "admin"
#define STORAGE_PASSWORD "correct horse “battery” & staple"

typedef enum
{
  STORAGE_PAIR_CA,         /* a root authority */
  STORAGE_PAIR_ISSUED,     /* issued by it */
  STORAGE_PAIR_EC,         /* self-signed */
  STORAGE_PAIR_RSA,        /* self-signed */
  STORAGE_N_PAIRS,
} StoragePair;

RailEnvironment *storage_get_environment  (void);
RailCertificate *storage_get_certificate  (StoragePair      pair);
RailKey         *storage_get_key          (StoragePair      pair);

RailProtection  *storage_new_protection   (void);
RailProject     *storage_new_project      (RailProtection  *protection,
                                           guint            n_entries);
RailProject     *storage_new_rich_project (gboolean         is_protected);

char            *storage_write            (RailProject     *project);
RailProject     *storage_read             (const char      *text,
                                           gssize           size,
                                           GError         **error);
char            *storage_open_inside      (const char      *text,
                                           RailSecret      *project_key);
char            *storage_close_inside     (const char      *text,
                                           const char      *inside,
                                           RailSecret      *project_key);
char            *storage_seal_again       (const char      *inside,
                                           RailSecret      *vault_key);
char            *storage_replace          (const char      *text,
                                           const char      *find,
                                           const char      *replacement);
char            *storage_drop_checksum    (const char      *text);

/* A folder of a test, and the name of a project file in it. */
typedef struct
{
  char  *folder;
  GFile *file;
} StorageFolder;

void             storage_folder_set_up    (StorageFolder   *self,
                                           gconstpointer    user_data);
void             storage_folder_tear_down (StorageFolder   *self,
                                           gconstpointer    user_data);
void             storage_save             (RailProject     *project,
                                           GFile           *file);
RailProject     *storage_open             (GFile           *file,
                                           const char      *user_name,
                                           const char      *password,
                                           GError         **error);

void             storage_assert_equal     (RailProject     *a,
                                           RailProject     *b);
void             storage_assert_devices_equal (RailDevice  *a,
                                               RailDevice  *b);
void             storage_assert_users_equal (GListModel    *a,
                                             GListModel    *b);

G_END_DECLS
