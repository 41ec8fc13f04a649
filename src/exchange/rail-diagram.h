/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "rail-drag-files.h"
#include "rail-project.h"

G_BEGIN_DECLS

/* The scenarios of 109769068 V2.0, chapters 2.4.6, 2.5.5, 2.6 and 3.1.2, in which certificates have their places. */
typedef enum
{
  RAIL_SCENARIO_OPCUA_PROJECT,      /* chapter 2.4.6, scenario 1 */
  RAIL_SCENARIO_OPCUA_OUTSIDE,      /* scenario 2 */
  RAIL_SCENARIO_OPCUA_CENTRAL,      /* scenario 3 */
  RAIL_SCENARIO_HTTPS_PROJECT,      /* chapter 2.5.5, scenario 1 */
  RAIL_SCENARIO_HTTPS_OUTSIDE,      /* scenario 2 */
  RAIL_SCENARIO_HTTPS_CENTRAL,      /* scenario 3 */
  RAIL_SCENARIO_HTTPS_SELF_SIGNED,  /* chapter 2.3.2 with 2.5.3 */
  RAIL_SCENARIO_OUC_ONE_WAY,        /* chapter 2.6.1 */
  RAIL_SCENARIO_OUC_MUTUAL,         /* chapters 2.6.2 and 2.6.3 */
  RAIL_SCENARIO_GDS_KEY,            /* chapter 3.1.2, scenario 1 */
  RAIL_SCENARIO_GDS_REQUEST,        /* scenario 2 */
  RAIL_SCENARIO_GDS_WEB,            /* scenario 3 */
} RailScenario;

#define RAIL_N_SCENARIOS (RAIL_SCENARIO_GDS_WEB + 1)

#define RAIL_TYPE_SCENARIO (rail_scenario_get_type ())
GType        rail_scenario_get_type        (void);
const char  *rail_scenario_get_nick        (RailScenario   scenario);
const char  *rail_scenario_get_label       (RailScenario   scenario);
const char  *rail_scenario_get_source      (RailScenario   scenario);
gboolean     rail_scenario_parse           (const char    *nick,
                                            RailScenario  *out_scenario);
GPtrArray   *rail_scenario_list_devices    (RailScenario   scenario,
                                            RailProject   *project);
GPtrArray   *rail_scenario_list_partners   (RailScenario   scenario,
                                            RailProject   *project,
                                            RailDevice    *device);
char        *rail_scenario_describe_partner (RailScenario  scenario,
                                             GObject      *partner);

/* What lies in a store. */
typedef enum
{
  RAIL_DIAGRAM_CERTIFICATE,
  RAIL_DIAGRAM_KEY,
  RAIL_DIAGRAM_AUTHORITY,
  RAIL_DIAGRAM_LIST,
  RAIL_DIAGRAM_REQUEST,
} RailDiagramKind;

typedef enum
{
  RAIL_DIAGRAM_FINE,
  RAIL_DIAGRAM_WARNING,
  RAIL_DIAGRAM_WRONG,      /* it is there, and nobody will accept it */
  RAIL_DIAGRAM_MISSING,    /* it belongs there, and is not */
} RailDiagramState;

#define RAIL_TYPE_DIAGRAM_KIND (rail_diagram_kind_get_type ())
#define RAIL_TYPE_DIAGRAM_STATE (rail_diagram_state_get_type ())
GType        rail_diagram_kind_get_type    (void);
GType        rail_diagram_state_get_type   (void);
const char  *rail_diagram_kind_get_nick    (RailDiagramKind   kind);
const char  *rail_diagram_kind_get_label   (RailDiagramKind   kind);
const char  *rail_diagram_state_get_nick   (RailDiagramState  state);
const char  *rail_diagram_state_get_label  (RailDiagramState  state);

/* One certificate, key or list at the place where it belongs. Immutable. */
#define RAIL_TYPE_DIAGRAM_ITEM (rail_diagram_item_get_type ())
G_DECLARE_FINAL_TYPE (RailDiagramItem, rail_diagram_item, RAIL, DIAGRAM_ITEM, GObject)

RailDiagramKind   rail_diagram_item_get_kind      (RailDiagramItem *self);
RailDiagramState  rail_diagram_item_get_state     (RailDiagramItem *self);
RailEntry        *rail_diagram_item_get_entry     (RailDiagramItem *self);
const char       *rail_diagram_item_get_title     (RailDiagramItem *self);
const char       *rail_diagram_item_get_detail    (RailDiagramItem *self);
const char       *rail_diagram_item_get_reason    (RailDiagramItem *self);
const char       *rail_diagram_item_get_box       (RailDiagramItem *self);
const char       *rail_diagram_item_get_store     (RailDiagramItem *self);
const char       *rail_diagram_item_get_repair    (RailDiagramItem *self);
const char       *rail_diagram_item_get_repair_nick (RailDiagramItem *self);
char             *rail_diagram_item_dup_file_name (RailDiagramItem *self);
char             *rail_diagram_item_dup_state_text (RailDiagramItem *self);
char             *rail_diagram_item_dup_text      (RailDiagramItem *self);

typedef enum
{
  RAIL_DIAGRAM_PROJECT,    /* this project, as the certificate manager of the plant */
  RAIL_DIAGRAM_CONTROLLER, /* a device that serves, or one that connects to it */
  RAIL_DIAGRAM_CLIENT,     /* a program such as UaExpert, and its folders */
  RAIL_DIAGRAM_BROWSER,
  RAIL_DIAGRAM_OUTSIDE,    /* an authority or a central certificate manager that is not this project */
} RailDiagramRole;

typedef struct
{
  char       *title;
  GPtrArray  *items;     /* of RailDiagramItem */
} RailDiagramStore;

typedef struct
{
  RailDiagramRole  role;
  guint            column;    /* from the left; boxes of one column stand below each other */
  char            *title;
  char            *subtitle;  /* (nullable) */
  GPtrArray       *stores;    /* of RailDiagramStore */
} RailDiagramBox;

/* What is carried from one place to another. */
typedef struct
{
  RailDiagramItem *from;
  RailDiagramItem *to;
  guint            step;      /* index of what is said about it */
} RailDiagramArrow;

/* Where each certificate belongs: the partners of a scenario with their stores. Made once; another project state
 * makes another diagram. */
#define RAIL_TYPE_DIAGRAM (rail_diagram_get_type ())
G_DECLARE_FINAL_TYPE (RailDiagram, rail_diagram, RAIL, DIAGRAM, GObject)

RailDiagram  *rail_diagram_new             (RailProject     *project,
                                            RailScenario     scenario,
                                            RailDevice      *device,
                                            GObject         *partner);
RailProject  *rail_diagram_get_project     (RailDiagram     *self);
RailScenario  rail_diagram_get_scenario    (RailDiagram     *self);
RailDevice   *rail_diagram_get_device      (RailDiagram     *self);
GObject      *rail_diagram_get_partner     (RailDiagram     *self);
RailEntry    *rail_diagram_get_certificate (RailDiagram     *self);
RailEntry    *rail_diagram_get_partner_certificate (RailDiagram *self);
const char   *rail_diagram_get_title       (RailDiagram     *self);
const char   *rail_diagram_get_needed      (RailDiagram     *self);
GPtrArray    *rail_diagram_get_boxes       (RailDiagram     *self);
GPtrArray    *rail_diagram_get_arrows      (RailDiagram     *self);
GPtrArray    *rail_diagram_get_steps       (RailDiagram     *self);
GListModel   *rail_diagram_get_items       (RailDiagram     *self);
RailDiagramItem *rail_diagram_find_like     (RailDiagram     *self,
                                            RailDiagramItem *item);
char         *rail_diagram_dup_summary     (RailDiagram     *self);
char         *rail_diagram_dup_description (RailDiagram     *self);

/* rail-diagram-drag.c */
RailDragFiles *rail_diagram_write_drag     (RailDiagram         *self,
                                            RailDiagramItem     *item,
                                            GError             **error);

/* rail-diagram-repair.c */
void          rail_diagram_repair_async    (RailDiagram         *self,
                                            RailDiagramItem     *item,
                                            GCancellable        *cancellable,
                                            GAsyncReadyCallback  callback,
                                            gpointer             user_data);
gboolean      rail_diagram_repair_finish   (RailDiagram         *self,
                                            GAsyncResult        *result,
                                            GError             **error);

G_END_DECLS
