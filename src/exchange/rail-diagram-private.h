/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "rail-device-operations.h"
#include "rail-diagram.h"
#include "rail-finding.h"
#include "rail-loaded.h"

G_BEGIN_DECLS

/* What mends an item. */
typedef enum
{
  RAIL_DIAGRAM_REPAIR_NONE,
  RAIL_DIAGRAM_REPAIR_FINDING,     /* what the finding offers */
  RAIL_DIAGRAM_REPAIR_ASSIGN,      /* assign the entry to the device, as trusted or as a trusted client */
} RailDiagramRepair;

/* Where the certificate of a scenario's server is to come from. */
typedef enum
{
  RAIL_ORIGIN_ANY,
  RAIL_ORIGIN_PROJECT,       /* an authority of this project */
  RAIL_ORIGIN_OUTSIDE,       /* one whose key is not here */
  RAIL_ORIGIN_SELF,          /* nobody but itself */
} RailOrigin;

typedef enum
{
  RAIL_PARTNER_KIND_CLIENT,    /* the certificate of an OPC UA client */
  RAIL_PARTNER_KIND_BROWSER,   /* a device with a browser, or any */
  RAIL_PARTNER_KIND_PEER,      /* another device with secure OUC */
} RailPartnerKind;

typedef struct _RailDiagramBuilder RailDiagramBuilder;

/* One row of the table of scenarios. */
typedef struct
{
  RailScenario     scenario;
  const char      *nick;
  const char      *label;
  const char      *source;
  RailService      service;
  RailOrigin       origin;
  RailPartnerKind  partner;
  const char      *firmware;   /* (nullable): from which an S7-1500 can do it */
  void           (*build) (RailDiagramBuilder *self);
} RailScenarioInfo;

struct _RailDiagramItem
{
  GObject            parent_instance;

  RailDiagramKind    kind;
  RailDiagramState   state;
  RailDiagramRepair  repair;
  RailEntry         *entry;      /* (nullable) */
  RailCertificate   *certificate; /* (nullable): of entry, which may have been renewed */
  char              *title;
  char              *detail;     /* (nullable): file name, or what a program refers to it by */
  char              *file_name;  /* (nullable): as the partner wants it */
  char              *reason;     /* (nullable) */
  char              *box;
  char              *store;

  /* What the repair is done with */
  RailFinding       *finding;    /* (nullable) */
  char              *device;     /* (nullable) */
  RailUsedAs         role;
  RailService        service;
};

struct _RailDiagram
{
  GObject       parent_instance;

  /* Owned References */
  RailProject  *project;
  RailDevice   *device;        /* (nullable) */
  GObject      *partner;       /* (nullable): RailEntry or RailDevice */
  RailEntry    *certificate;   /* (nullable): what the device's service presents */
  RailEntry    *partner_certificate; /* (nullable) */
  GPtrArray    *boxes;
  GPtrArray    *arrows;
  GPtrArray    *steps;         /* of char * */
  GListStore   *items;
  char         *title;
  char         *needed;        /* (nullable) */
  RailScenario  scenario;
};

/* While a diagram is made. */
struct _RailDiagramBuilder
{
  RailDiagram            *diagram;
  const RailScenarioInfo *info;
  RailProject            *project;
  RailDevice             *device;          /* that serves */
  RailDevice             *peer;            /* (nullable): the partner's device */
  RailEntry              *own;             /* (nullable): certificate of the server */
  RailEntry              *other;           /* (nullable): certificate of the partner */
  GPtrArray              *own_chain;       /* authorities above own, the next one first */
  GPtrArray              *other_chain;
  GPtrArray              *own_certificates;    /* own and those above it, which need not be their present ones */
  GPtrArray              *other_certificates;
  char                   *own_missing;         /* why there is no own */
  char                   *other_missing;
  gboolean                own_complete;
  gboolean                other_complete;
  GPtrArray              *findings;        /* of the device */
  GPtrArray              *peer_findings;   /* (nullable) */
  gint64                  now;

  RailDiagramBox         *box;             /* that is filled */
  RailDevice             *box_device;      /* (nullable): whose findings count in it */
  RailDiagramStore       *store;
};

/* rail-diagram-scenario.c */
const RailScenarioInfo *rail_scenario_get         (RailScenario         scenario);
GPtrArray       *rail_scenario_get_authorities    (RailProject         *project,
                                                   RailEntry           *entry,
                                                   gboolean            *out_complete);
RailOrigin       rail_scenario_get_origin         (RailProject         *project,
                                                   RailEntry           *entry);
RailEntry       *rail_scenario_get_own            (const RailScenarioInfo *info,
                                                   RailProject         *project,
                                                   RailDevice          *device);
const char      *rail_scenario_get_entry_name     (RailEntry           *entry);

/* rail-diagram-builder.c */
void             rail_diagram_add_box             (RailDiagramBuilder  *self,
                                                   RailDiagramRole      role,
                                                   guint                column,
                                                   const char          *title,
                                                   const char          *subtitle,
                                                   RailDevice          *device);
void             rail_diagram_add_store           (RailDiagramBuilder  *self,
                                                   const char          *title);
RailDiagramItem *rail_diagram_add_certificate     (RailDiagramBuilder  *self,
                                                   RailEntry           *entry,
                                                   const char          *missing);
RailDiagramItem *rail_diagram_add_key             (RailDiagramBuilder  *self,
                                                   RailEntry           *entry);
RailDiagramItem *rail_diagram_add_kept_key        (RailDiagramBuilder  *self,
                                                   RailEntry           *entry,
                                                   const char          *detail);
RailDiagramItem *rail_diagram_add_list            (RailDiagramBuilder  *self,
                                                   RailEntry           *authority);
RailDiagramItem *rail_diagram_add_request         (RailDiagramBuilder  *self,
                                                   const char          *detail);
RailDiagramItem *rail_diagram_add_trusted         (RailDiagramBuilder  *self,
                                                   RailEntry           *entry);
RailDiagramItem *rail_diagram_add_client          (RailDiagramBuilder  *self,
                                                   RailEntry           *entry);
RailDiagramItem *rail_diagram_add_unknown         (RailDiagramBuilder  *self,
                                                   RailEntry           *below);
void             rail_diagram_item_set_detail     (RailDiagramItem     *self,
                                                   const char          *detail);
void             rail_diagram_item_set_file       (RailDiagramItem     *self,
                                                   char                *name);
void             rail_diagram_item_complain       (RailDiagramItem     *self,
                                                   RailDiagramState     state,
                                                   char                *reason);
guint            rail_diagram_add_step            (RailDiagramBuilder  *self,
                                                   const char          *text);
void             rail_diagram_add_arrow           (RailDiagramBuilder  *self,
                                                   RailDiagramItem     *from,
                                                   RailDiagramItem     *to,
                                                   guint                step);
void             rail_diagram_need                (RailDiagramBuilder  *self,
                                                   char                *text);

/* rail-diagram-parts.c: what several scenarios have */
typedef struct
{
  RailDiagramItem *certificate;   /* (nullable) */
  RailDiagramItem *key;
} RailDiagramPair;

/* Authorities with their lists: where they are kept, and where they go to. */
typedef struct
{
  GPtrArray       *entries;       /* of RailEntry */
  GPtrArray       *certificates;  /* of RailDiagramItem */
  GPtrArray       *lists;         /* of RailDiagramItem; NULL without lists */
  RailDiagramItem *unknown;       /* (nullable): one that is not in the project */
  RailEntry       *below;         /* (nullable): what that has issued */
} RailDiagramAuthorities;

RailDiagramPair  rail_diagram_add_pair            (RailDiagramBuilder  *self,
                                                   RailEntry           *entry,
                                                   const char          *missing);
void             rail_diagram_add_project_box     (RailDiagramBuilder  *self,
                                                   guint                column,
                                                   const char          *subtitle);
void             rail_diagram_add_device_box      (RailDiagramBuilder  *self,
                                                   guint                column,
                                                   RailDevice          *device);
void             rail_diagram_add_authorities     (RailDiagramBuilder     *self,
                                                   RailDiagramAuthorities *out_authorities,
                                                   GPtrArray              *entries,
                                                   gboolean                with_lists,
                                                   const char             *kept_keys);
void             rail_diagram_carry_authorities   (RailDiagramBuilder     *self,
                                                   RailDiagramAuthorities *from,
                                                   RailDiagramAuthorities *to,
                                                   const char             *step);
void             rail_diagram_carry_unknown       (RailDiagramBuilder     *self,
                                                   RailDiagramAuthorities *from,
                                                   guint                   step);
void             rail_diagram_authorities_clear   (RailDiagramAuthorities *self);
GPtrArray       *rail_diagram_join                (GPtrArray           *first,
                                                   GPtrArray           *second);
void             rail_diagram_add_partner_table   (RailDiagramBuilder     *self,
                                                   GPtrArray              *entries,
                                                   RailDiagramAuthorities *from,
                                                   const char             *step);
void             rail_diagram_carry_pair          (RailDiagramBuilder  *self,
                                                   RailDiagramPair      from,
                                                   RailDiagramPair      to,
                                                   const char          *step);
RailDiagramItem *rail_diagram_authorities_find    (RailDiagramAuthorities *self,
                                                   RailEntry              *entry,
                                                   gboolean                list);

/* The builders of the table of scenarios */
void             rail_diagram_build_opcua         (RailDiagramBuilder  *self);   /* rail-diagram-opcua.c */
void             rail_diagram_build_https         (RailDiagramBuilder  *self);   /* rail-diagram-tls.c */
void             rail_diagram_build_ouc           (RailDiagramBuilder  *self);
void             rail_diagram_build_gds           (RailDiagramBuilder  *self);   /* rail-diagram-gds.c */
void             rail_diagram_add_client_box      (RailDiagramBuilder     *self,
                                                   guint                   column,
                                                   RailDiagramPair         from,
                                                   RailDiagramAuthorities *authorities);
void             rail_diagram_add_browser_box     (RailDiagramBuilder     *self,
                                                   guint                   column,
                                                   RailDiagramAuthorities *authorities,
                                                   RailDiagramItem        *self_signed);

G_END_DECLS
