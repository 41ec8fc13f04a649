/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "rail-project.h"

G_BEGIN_DECLS

typedef enum
{
  RAIL_TCON_SERVER,
  RAIL_TCON_CLIENT,
} RailTconEnd;

typedef enum
{
  RAIL_TCON_IP_V4_SEC,   /* the partner is called by its IPv4 address */
  RAIL_TCON_QDN_SEC,     /* by its DNS name */
} RailTconType;

/* What the values depend on beside the two devices. */
typedef struct
{
  RailTconType  type;
  guint         port;          /* of the server, 1…65535 */
  guint         connection;    /* ID of the connection, 1…4095; the same at both ends is usual */
  guint         interface;     /* hardware identifier; 64 is the first PROFINET interface of a CPU */
  gboolean      is_mutual;     /* the server asks for the client's certificate, too */
  gboolean      checks_name;   /* the client looks for the server's address or name in its certificate */
} RailTconOptions;

#define RAIL_TCON_OPTIONS_INIT { RAIL_TCON_IP_V4_SEC, 2000, 1, 64, TRUE, FALSE }

/* A line of the table that TIA Portal shows of the data block. */
typedef struct
{
  guint  depth;
  char  *name;         /* "TLSServerCertRef" */
  char  *path;         /* "Connection.TLSServerCertRef", as SCL has it; with an empty value a structure */
  char  *data_type;    /* "UDInt" */
  char  *value;        /* as the table shows it; "" for a structure */
  char  *scl_value;    /* as SCL has it */
} RailTconRow;

/* Why the connection will not work like this. */
typedef struct
{
  RailTconEnd  end;           /* in whose table it is seen */
  char        *field;         /* (nullable): the name of the line there */
  char        *text;          /* a translated sentence */
  gboolean     is_missing;    /* the line has no value; without it there is no connection */
} RailTconWarning;

#define RAIL_TYPE_TCON (rail_tcon_get_type ())
G_DECLARE_FINAL_TYPE (RailTcon, rail_tcon, RAIL, TCON, GObject)

RailTcon    *rail_tcon_new               (RailProject            *project,
                                          RailDevice             *server,
                                          RailDevice             *client,
                                          const RailTconOptions  *options,
                                          GError                **error);
RailDevice  *rail_tcon_get_device        (RailTcon               *self,
                                          RailTconEnd             end);
GPtrArray   *rail_tcon_get_rows          (RailTcon               *self,
                                          RailTconEnd             end);
GPtrArray   *rail_tcon_get_warnings      (RailTcon               *self);
gboolean     rail_tcon_is_complete    (RailTcon               *self);
const char  *rail_tcon_get_block_name    (RailTconEnd             end);
char        *rail_tcon_to_table          (RailTcon               *self,
                                          RailTconEnd             end);
char        *rail_tcon_to_scl            (RailTcon               *self,
                                          RailTconEnd             end);

G_END_DECLS
