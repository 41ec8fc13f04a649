/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>
#include <json-glib/json-glib.h>

#include "rail-bundle.h"
#include "rail-project-file.h"
#include "rail-project-save.h"
#include "rail-project.h"

G_BEGIN_DECLS

/* Exit codes, as the manual promises them to scripts. */
#define RAIL_EXIT_DONE    0
#define RAIL_EXIT_REFUSED 1
#define RAIL_EXIT_USAGE   2
#define RAIL_EXIT_LOGIN   3
#define RAIL_EXIT_FINDINGS 4
#define RAIL_EXIT_NOT_ACCEPTED 4

#define RAIL_CLI_ERROR (rail_cli_error_quark ())

typedef enum
{
  RAIL_CLI_ERROR_USAGE,     /* the command line is not one of ours */
  RAIL_CLI_ERROR_REFUSED,   /* it is, and cannot be done */
} RailCliError;

GQuark rail_cli_error_quark (void);

typedef struct _RailCli RailCli;

/* One row of the table of commands. */
typedef struct
{
  const char *name;         /* one or two words */
  const char *synopsis;     /* what follows them */
  const char *summary;      /* marked for translation */
  gboolean  (*run) (RailCli *cli, char **arguments, GError **error);
  gboolean    only_reads;   /* and so needs no lock */
} RailCommand;

/* One run of the program: the global options, and the project once it is open. */
struct _RailCli
{
  const RailCommand *command;
  char              *user;
  char              *password_file;
  gboolean           json;
  gboolean           only_reads;       /* this time, though the command can write */
  int                wait;             /* seconds, for a lock */
  int                warning_days;     /* from which a certificate counts as expiring */
  gboolean           take_over;

  RailEnvironment   *environment;
  GFile             *file;
  RailProjectLock   *lock;
  RailFileIdentity  *identity;   /* of the file as it was read */
  RailProject       *project;
  RailSecret        *login_password;   /* that opened it; NULL without protection */
  int                exit_code;        /* when nothing fails */
  JsonBuilder       *description;      /* that commands add themselves to in place of being run; NULL as a rule */
  gboolean           is_described;     /* whether the present command has */
  gboolean           deletes_earlier;  /* the next save deletes all earlier versions */
};

/* rail-cli-posix.c */
gboolean      rail_cli_has_terminal     (gboolean             to_tell);
int           rail_cli_open_terminal    (void);
int           rail_cli_open_file        (const char          *path);
void          rail_cli_close            (int                  fd);
int           rail_cli_read_byte        (int                  fd,
                                         char                *out_byte);
void          rail_cli_begin_secret     (int                  fd,
                                         const char          *question);
void          rail_cli_end_secret       (int                  fd);

/* rail-cli.c */
gboolean      rail_cli_set_usage_error  (GError             **error,
                                         const char          *format,
                                         ...) G_GNUC_PRINTF (2, 3);
GOptionEntry *rail_cli_dup_options      (RailCli             *self);
void          rail_cli_add_options      (RailCli             *self,
                                         GOptionContext      *context);
GStrv         rail_cli_parse            (RailCli             *self,
                                         const GOptionEntry  *entries,
                                         const char          *details,
                                         char               **arguments,
                                         guint                n_least,
                                         guint                n_most,
                                         GError             **error);
gboolean      rail_cli_lock             (RailCli             *self,
                                         const char          *path,
                                         GError             **error);
gboolean      rail_cli_open             (RailCli             *self,
                                         const char          *path,
                                         GError             **error);
gboolean      rail_cli_save             (RailCli             *self,
                                         GError             **error);
RailEntry    *rail_cli_find_entry       (RailCli             *self,
                                         const char          *id,
                                         GError             **error);
GPtrArray    *rail_cli_find_entries     (RailCli             *self,
                                         char               **ids,
                                         GError             **error);

/* rail-cli-password.c */
RailSecret   *rail_cli_get_password     (RailCli             *self,
                                         const char          *question,
                                         gboolean             twice,
                                         GError             **error);
void          rail_cli_warn_of_weak_password (RailSecret     *password,
                                         const char          *user);
RailSecret   *rail_cli_ask_password     (const char          *question,
                                         gboolean             twice,
                                         const char          *instead,
                                         GError             **error);
RailSecret   *rail_cli_read_password    (const char          *path,
                                         GError             **error);

gboolean      rail_cli_can_ask          (void);
gboolean      rail_cli_ask              (const char          *question,
                                         GError             **error);

/* rail-cli-output.c */
char         *rail_cli_make_printable   (const char          *text);
void          rail_cli_print            (const char          *format,
                                         ...) G_GNUC_PRINTF (1, 2);
void          rail_cli_print_table      (GPtrArray           *rows);
void          rail_cli_print_json       (JsonBuilder         *builder);
void          rail_cli_add_text         (JsonBuilder         *builder,
                                         const char          *name,
                                         const char          *value);
void          rail_cli_add_entry        (JsonBuilder         *builder,
                                         RailCli             *self,
                                         RailEntry           *entry);
void          rail_cli_print_entries    (RailCli             *self,
                                         GPtrArray           *entries);
void          rail_cli_print_files      (RailCli             *self,
                                         GPtrArray           *files);

/* rail-cli-describe.c */
void          rail_cli_describe_command (RailCli             *self,
                                         const GOptionEntry  *entries,
                                         const char          *details);
gboolean      rail_cli_describe         (RailCli             *self,
                                         const RailCommand   *commands,
                                         gsize                n_commands,
                                         const GOptionEntry  *entries,
                                         GError             **error);

/* rail-cli-device.c */
RailDevice   *rail_cli_find_device      (RailCli             *self,
                                         const char          *name,
                                         GError             **error);
void          rail_cli_add_device       (JsonBuilder         *builder,
                                         RailCli             *self,
                                         RailDevice          *device);
void          rail_cli_print_device     (RailCli             *self,
                                         RailDevice          *device);

/* rail-cli-bundle.c */
RailBundle   *rail_cli_read_bundle      (const char          *path,
                                         const char          *password_file,
                                         GError             **error);
RailBundleItem *rail_cli_find_in_bundle (RailBundle          *bundle,
                                         const char          *path,
                                         RailBundleItemKind   kind,
                                         GError             **error);
GPtrArray    *rail_cli_list_in_bundle   (RailBundle          *bundle);

/* The commands, one file for each group of them. */
gboolean      rail_command_accept        (RailCli *cli, char **arguments, GError **error);
gboolean      rail_command_diagram       (RailCli *cli, char **arguments, GError **error);
gboolean      rail_command_report        (RailCli *cli, char **arguments, GError **error);
gboolean      rail_command_tcon          (RailCli *cli, char **arguments, GError **error);
gboolean      rail_command_new           (RailCli *cli, char **arguments, GError **error);
gboolean      rail_command_protect       (RailCli *cli, char **arguments, GError **error);
gboolean      rail_command_info          (RailCli *cli, char **arguments, GError **error);
gboolean      rail_command_list          (RailCli *cli, char **arguments, GError **error);
gboolean      rail_command_show          (RailCli *cli, char **arguments, GError **error);
gboolean      rail_command_create        (RailCli *cli, char **arguments, GError **error);
gboolean      rail_command_delete        (RailCli *cli, char **arguments, GError **error);
gboolean      rail_command_renew         (RailCli *cli, char **arguments, GError **error);
gboolean      rail_command_replace       (RailCli *cli, char **arguments, GError **error);
gboolean      rail_command_revoke        (RailCli *cli, char **arguments, GError **error);
gboolean      rail_command_unrevoke      (RailCli *cli, char **arguments, GError **error);
gboolean      rail_command_publish       (RailCli *cli, char **arguments, GError **error);
gboolean      rail_command_request       (RailCli *cli, char **arguments, GError **error);
gboolean      rail_command_answer        (RailCli *cli, char **arguments, GError **error);
gboolean      rail_command_sign          (RailCli *cli, char **arguments, GError **error);
gboolean      rail_command_import        (RailCli *cli, char **arguments, GError **error);
gboolean      rail_command_export        (RailCli *cli, char **arguments, GError **error);
gboolean      rail_command_hand_over     (RailCli *cli, char **arguments, GError **error);
gboolean      rail_command_versions      (RailCli *cli, char **arguments, GError **error);
gboolean      rail_command_device_add    (RailCli *cli, char **arguments, GError **error);
gboolean      rail_command_device_set    (RailCli *cli, char **arguments, GError **error);
gboolean      rail_command_device_duplicate (RailCli *cli, char **arguments, GError **error);
gboolean      rail_command_assign        (RailCli *cli, char **arguments, GError **error);
gboolean      rail_command_unassign      (RailCli *cli, char **arguments, GError **error);
gboolean      rail_command_compile       (RailCli *cli, char **arguments, GError **error);
gboolean      rail_command_load          (RailCli *cli, char **arguments, GError **error);
gboolean      rail_command_device_list   (RailCli *cli, char **arguments, GError **error);
gboolean      rail_command_device_show   (RailCli *cli, char **arguments, GError **error);
gboolean      rail_command_device_remove (RailCli *cli, char **arguments, GError **error);
gboolean      rail_command_journal       (RailCli *cli, char **arguments, GError **error);
gboolean      rail_command_seal          (RailCli *cli, char **arguments, GError **error);
gboolean      rail_command_user_add      (RailCli *cli, char **arguments, GError **error);
gboolean      rail_command_trust_add     (RailCli *cli, char **arguments, GError **error);
gboolean      rail_command_trust_list    (RailCli *cli, char **arguments, GError **error);
gboolean      rail_command_trust_remove  (RailCli *cli, char **arguments, GError **error);
gboolean      rail_command_user_list     (RailCli *cli, char **arguments, GError **error);
gboolean      rail_command_user_password (RailCli *cli, char **arguments, GError **error);
gboolean      rail_command_user_remove   (RailCli *cli, char **arguments, GError **error);
gboolean      rail_command_user_rename   (RailCli *cli, char **arguments, GError **error);
gboolean      rail_command_user_role     (RailCli *cli, char **arguments, GError **error);

G_END_DECLS
