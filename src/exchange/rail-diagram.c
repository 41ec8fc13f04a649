/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-exchange"

#include "config.h"

#include "rail-diagram-private.h"

#include <glib/gi18n-lib.h>

#include "rail-service.h"

G_DEFINE_FINAL_TYPE (RailDiagram, rail_diagram, G_TYPE_OBJECT)

/*
 * Auxiliary methods
 */

static void
store_free (gpointer data)
{
  RailDiagramStore *store = data;

  g_free (store->title);
  g_ptr_array_unref (store->items);
  g_free (store);
}

static void
box_free (gpointer data)
{
  RailDiagramBox *box = data;

  g_free (box->title);
  g_free (box->subtitle);
  g_ptr_array_unref (box->stores);
  g_free (box);
}

static void
arrow_free (gpointer data)
{
  RailDiagramArrow *arrow = data;

  g_object_unref (arrow->from);
  g_object_unref (arrow->to);
  g_free (arrow);
}

/* A partner that fits no more, such as the former choice for another scenario, gives way to the best one. */
static GObject *
choose_partner (RailDiagram *self,
                GObject     *wanted)
{
  g_autoptr(GPtrArray) partners = rail_scenario_list_partners (self->scenario, self->project, self->device);

  for (guint i = 0; wanted != NULL && i < partners->len; i++)
    if (partners->pdata[i] == wanted)
      return g_object_ref (wanted);
  return partners->len > 0 ? g_object_ref (partners->pdata[0]) : NULL;
}

static RailDevice *
choose_device (RailDiagram *self,
               RailDevice  *wanted)
{
  g_autoptr(GPtrArray) devices = NULL;

  if (wanted != NULL)
    return g_object_ref (wanted);
  devices = rail_scenario_list_devices (self->scenario, self->project);
  return devices->len > 0 ? g_object_ref (devices->pdata[0]) : NULL;
}

static void
set_title (RailDiagram *self)
{
  const char *device = self->device != NULL ? rail_device_get_name (self->device) : NULL;

  if (device == NULL)
    self->title = g_strdup (rail_scenario_get_label (self->scenario));
  else if (self->partner == NULL)
    /* Translators: the scenario, and the device that serves */
    self->title = g_strdup_printf (_("%s: %s"), rail_scenario_get_label (self->scenario), device);
  else
    {
      const char *partner = RAIL_IS_DEVICE (self->partner)
                              ? rail_device_get_name (RAIL_DEVICE (self->partner))
                              : rail_scenario_get_entry_name (RAIL_ENTRY (self->partner));

      /* Translators: the scenario, the device that serves, and its partner */
      self->title = g_strdup_printf (_("%s: %s and %s"), rail_scenario_get_label (self->scenario), device, partner);
    }
}

/* (transfer full): why the certificate of @entry is none of this scenario */
static char *
describe_origin (RailDiagramBuilder *self,
                 RailEntry          *entry)
{
  const char *name = rail_scenario_get_entry_name (entry);
  guint id = rail_entry_get_id (entry);

  switch (self->info->origin)
    {
    case RAIL_ORIGIN_OUTSIDE:
      return g_strdup_printf (_("“%s” with ID %u was not issued by an authority outside."), name, id);
    case RAIL_ORIGIN_SELF:
      return g_strdup_printf (_("“%s” with ID %u is not self-signed."), name, id);
    case RAIL_ORIGIN_PROJECT:
    case RAIL_ORIGIN_ANY:
    default:
      return g_strdup_printf (_("“%s” with ID %u was not issued by an authority of this project."), name, id);
    }
}

/* A certificate from elsewhere has no part in the picture: it would show authorities where they are not. */
static void
drop_foreign (RailDiagramBuilder  *self,
              RailEntry          **entry,
              char               **out_missing)
{
  if (*entry == NULL || self->info->origin == RAIL_ORIGIN_ANY ||
      rail_scenario_get_origin (self->project, *entry) == self->info->origin)
    return;
  g_free (*out_missing);
  *out_missing = describe_origin (self, *entry);
  *entry = NULL;
}

/* What has to be done first, where the device has no certificate of this scenario. */
static void
need_own (RailDiagramBuilder *self)
{
  const char *repair;

  if (self->own != NULL)
    return;
  switch (self->info->origin)
    {
    case RAIL_ORIGIN_OUTSIDE:
      repair = _("First make a request and take the answer of the authority, or replace the certificate by a .p12 "
                 "file of a central manager.");
      break;
    case RAIL_ORIGIN_SELF:
      repair = _("First create a self-signed certificate for it, as the local certificate manager does.");
      break;
    case RAIL_ORIGIN_PROJECT:
    case RAIL_ORIGIN_ANY:
    default:
      repair = _("First create a certificate for it that an authority of this project issues.");
      break;
    }
  /* Translators: what is wrong, and what to do */
  rail_diagram_need (self, g_strdup_printf (_("%s %s"), self->own_missing, repair));
}

static void
need_partner (RailDiagramBuilder *self)
{
  if (self->diagram->partner != NULL)
    return;
  if (self->info->partner == RAIL_PARTNER_KIND_CLIENT)
    rail_diagram_need (self, g_strdup (_("This project has no certificate of an OPC UA client. First create one with "
                                         "the usage “OPC UA client”, or import that of the client.")));
  else if (self->info->partner == RAIL_PARTNER_KIND_PEER)
    rail_diagram_need (self, g_strdup (_("No other device of this project uses secure OUC. First add the partner, and "
                                         "switch the service on.")));
}

static GPtrArray *
list_certificates (RailProject *project,
                   RailEntry   *entry)
{
  return entry != NULL ? rail_project_get_chain_certificates (project, entry, NULL)
                       : g_ptr_array_new_with_free_func (g_object_unref);
}

static int
compare_boxes_cb (gconstpointer a,
                  gconstpointer b)
{
  const RailDiagramBox *first = *(RailDiagramBox * const *) a;
  const RailDiagramBox *second = *(RailDiagramBox * const *) b;

  return (int) first->column - (int) second->column;
}

/* Builders begin where things come from; readers begin at the left. */
static void
sort_boxes (RailDiagram *self)
{
  g_autoptr(GPtrArray) items = g_ptr_array_new ();

  g_ptr_array_sort (self->boxes, compare_boxes_cb);
  for (guint i = 0; i < self->boxes->len; i++)
    {
      RailDiagramBox *box = self->boxes->pdata[i];

      for (guint j = 0; j < box->stores->len; j++)
        {
          RailDiagramStore *store = box->stores->pdata[j];

          g_ptr_array_extend (items, store->items, NULL, NULL);
        }
    }
  g_list_store_splice (self->items, 0, g_list_model_get_n_items (G_LIST_MODEL (self->items)), items->pdata, items->len);
}

static void
build (RailDiagram *self)
{
  const RailScenarioInfo *info = rail_scenario_get (self->scenario);
  g_autofree char *reason = NULL;
  const char *peer;
  RailDiagramBuilder builder = {
    .diagram = self, .info = info, .project = self->project, .device = self->device,
    .now = rail_environment_get_now (rail_project_get_environment (self->project)),
  };

  if (self->device == NULL)
    {
      self->needed = g_strdup_printf (_("No device of this project uses the service “%s”. First add a device, and "
                                        "switch the service on."), rail_service_get_label (info->service));
      return;
    }
  builder.own = rail_scenario_get_own (info, self->project, self->device);
  if (RAIL_IS_DEVICE (self->partner))
    builder.peer = RAIL_DEVICE (self->partner);
  else if (RAIL_IS_ENTRY (self->partner) && (peer = rail_entry_get_device (RAIL_ENTRY (self->partner))) != NULL)
    builder.peer = rail_project_get_device (self->project, peer);
  if (RAIL_IS_ENTRY (self->partner))
    builder.other = RAIL_ENTRY (self->partner);
  else if (info->partner == RAIL_PARTNER_KIND_PEER && builder.peer != NULL)
    builder.other = rail_scenario_get_own (info, self->project, builder.peer);
  g_set_object (&self->certificate, builder.own);
  g_set_object (&self->partner_certificate, builder.other);

  builder.own_missing = g_strdup_printf (_("The service “%s” of “%s” has no certificate."),
                                         rail_service_get_label (info->service), rail_device_get_name (self->device));
  builder.other_missing = g_strdup (_("The partner has no certificate in this project."));
  drop_foreign (&builder, &builder.own, &builder.own_missing);
  if (info->partner == RAIL_PARTNER_KIND_CLIENT)
    drop_foreign (&builder, &builder.other, &builder.other_missing);
  builder.own_chain = rail_scenario_get_authorities (self->project, builder.own, &builder.own_complete);
  builder.other_chain = rail_scenario_get_authorities (self->project, builder.other, &builder.other_complete);
  builder.own_certificates = list_certificates (self->project, builder.own);
  builder.other_certificates = list_certificates (self->project, builder.other);
  builder.findings = rail_project_list_findings (self->project, self->device);
  builder.peer_findings = builder.peer != NULL ? rail_project_list_findings (self->project, builder.peer) : NULL;
  if (!rail_service_is_available (info->service, rail_device_get_family (self->device),
                                  rail_device_get_firmware (self->device), &reason))
    rail_diagram_need (&builder, g_steal_pointer (&reason));
  need_partner (&builder);
  need_own (&builder);
  info->build (&builder);
  sort_boxes (self);

  g_free (builder.own_missing);
  g_free (builder.other_missing);
  g_ptr_array_unref (builder.own_chain);
  g_ptr_array_unref (builder.other_chain);
  g_ptr_array_unref (builder.own_certificates);
  g_ptr_array_unref (builder.other_certificates);
  g_ptr_array_unref (builder.findings);
  g_clear_pointer (&builder.peer_findings, g_ptr_array_unref);
}

/*
 * Overrides
 */

static void
rail_diagram_finalize (GObject *object)
{
  RailDiagram *self = RAIL_DIAGRAM (object);

  g_clear_object (&self->project);
  g_clear_object (&self->device);
  g_clear_object (&self->partner);
  g_clear_object (&self->certificate);
  g_clear_object (&self->partner_certificate);
  g_clear_object (&self->items);
  g_ptr_array_unref (self->arrows);
  g_ptr_array_unref (self->boxes);
  g_ptr_array_unref (self->steps);
  g_free (self->title);
  g_free (self->needed);

  G_OBJECT_CLASS (rail_diagram_parent_class)->finalize (object);
}

static void
rail_diagram_class_init (RailDiagramClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = rail_diagram_finalize;
}

static void
rail_diagram_init (RailDiagram *self)
{
  self->boxes = g_ptr_array_new_with_free_func (box_free);
  self->arrows = g_ptr_array_new_with_free_func (arrow_free);
  self->steps = g_ptr_array_new_with_free_func (g_free);
  self->items = g_list_store_new (RAIL_TYPE_DIAGRAM_ITEM);
}

/*
 * For builders
 */

void
rail_diagram_add_box (RailDiagramBuilder *self,
                      RailDiagramRole     role,
                      guint               column,
                      const char         *title,
                      const char         *subtitle,
                      RailDevice         *device)
{
  RailDiagramBox *box = g_new0 (RailDiagramBox, 1);

  box->role = role;
  box->column = column;
  box->title = g_strdup (title);
  box->subtitle = g_strdup (subtitle);
  box->stores = g_ptr_array_new_with_free_func (store_free);
  g_ptr_array_add (self->diagram->boxes, box);
  self->box = box;
  self->box_device = device;
  self->store = NULL;
}

void
rail_diagram_add_store (RailDiagramBuilder *self,
                        const char         *title)
{
  self->store = g_new0 (RailDiagramStore, 1);
  self->store->title = g_strdup (title);
  self->store->items = g_ptr_array_new_with_free_func (g_object_unref);
  g_ptr_array_add (self->box->stores, self->store);
}

guint
rail_diagram_add_step (RailDiagramBuilder *self,
                       const char         *text)
{
  g_ptr_array_add (self->diagram->steps, g_strdup (text));
  return self->diagram->steps->len - 1;
}

void
rail_diagram_add_arrow (RailDiagramBuilder *self,
                        RailDiagramItem    *from,
                        RailDiagramItem    *to,
                        guint               step)
{
  RailDiagramArrow *arrow = g_new0 (RailDiagramArrow, 1);

  arrow->from = g_object_ref (from);
  arrow->to = g_object_ref (to);
  arrow->step = step;
  g_ptr_array_add (self->diagram->arrows, arrow);
}

/* The first one counts: what comes after it follows from it. @text is taken over. */
void
rail_diagram_need (RailDiagramBuilder *self,
                   char               *text)
{
  if (self->diagram->needed == NULL)
    self->diagram->needed = text;
  else
    g_free (text);
}

/*
 * Public API
 */

/**
 * rail_diagram_new:
 * @project: a project
 * @scenario: what is to be shown
 * @device: (nullable): the device that serves; the one that fits best without it
 * @partner: (nullable): its partner, as rail_scenario_list_partners() lists them; the one that fits best without it,
 *   and
 *   where @partner does not fit
 *
 * Finds out where each certificate, key, authority and revocation list of the scenario belongs, what of it is there,
 * and what mends the rest (109769068 V2.0, chapters 2.4.6, 2.5.5, 2.6 and 3.1.2).
 *
 * Returns: (transfer full): the diagram; without boxes where no device can serve
 */
RailDiagram *
rail_diagram_new (RailProject  *project,
                  RailScenario  scenario,
                  RailDevice   *device,
                  GObject      *partner)
{
  RailDiagram *self;

  g_return_val_if_fail (RAIL_IS_PROJECT (project), NULL);
  g_return_val_if_fail (scenario < RAIL_N_SCENARIOS, NULL);
  g_return_val_if_fail (device == NULL || RAIL_IS_DEVICE (device), NULL);
  g_return_val_if_fail (partner == NULL || RAIL_IS_ENTRY (partner) || RAIL_IS_DEVICE (partner), NULL);

  self = g_object_new (RAIL_TYPE_DIAGRAM, NULL);
  self->project = g_object_ref (project);
  self->scenario = scenario;
  self->device = choose_device (self, device);
  self->partner = self->device != NULL ? choose_partner (self, partner) : NULL;
  set_title (self);
  build (self);
  return self;
}

/**
 * rail_diagram_get_project:
 * @self: a diagram
 *
 * Returns: (transfer none): what it was made of
 */
RailProject *
rail_diagram_get_project (RailDiagram *self)
{
  g_return_val_if_fail (RAIL_IS_DIAGRAM (self), NULL);

  return self->project;
}

/**
 * rail_diagram_get_scenario:
 * @self: a diagram
 *
 * Returns: what it shows
 */
RailScenario
rail_diagram_get_scenario (RailDiagram *self)
{
  g_return_val_if_fail (RAIL_IS_DIAGRAM (self), 0);

  return self->scenario;
}

/**
 * rail_diagram_get_device:
 * @self: a diagram
 *
 * Returns: (transfer none) (nullable): the device that serves
 */
RailDevice *
rail_diagram_get_device (RailDiagram *self)
{
  g_return_val_if_fail (RAIL_IS_DIAGRAM (self), NULL);

  return self->device;
}

/**
 * rail_diagram_get_partner:
 * @self: a diagram
 *
 * Returns: (transfer none) (nullable): its partner, a #RailEntry or a #RailDevice
 */
GObject *
rail_diagram_get_partner (RailDiagram *self)
{
  g_return_val_if_fail (RAIL_IS_DIAGRAM (self), NULL);

  return self->partner;
}

/**
 * rail_diagram_get_certificate:
 * @self: a diagram
 *
 * Returns: (transfer none) (nullable): the certificate that the device presents
 */
RailEntry *
rail_diagram_get_certificate (RailDiagram *self)
{
  g_return_val_if_fail (RAIL_IS_DIAGRAM (self), NULL);

  return self->certificate;
}

/**
 * rail_diagram_get_partner_certificate:
 * @self: a diagram
 *
 * Returns: (transfer none) (nullable): the certificate that the partner presents
 */
RailEntry *
rail_diagram_get_partner_certificate (RailDiagram *self)
{
  g_return_val_if_fail (RAIL_IS_DIAGRAM (self), NULL);

  return self->partner_certificate;
}

/**
 * rail_diagram_get_title:
 * @self: a diagram
 *
 * Returns: (transfer none): what it shows, in words
 */
const char *
rail_diagram_get_title (RailDiagram *self)
{
  g_return_val_if_fail (RAIL_IS_DIAGRAM (self), NULL);

  return self->title;
}

/**
 * rail_diagram_get_needed:
 * @self: a diagram
 *
 * Returns: (transfer none) (nullable): what has to be done first, so that the project has this scenario at all
 */
const char *
rail_diagram_get_needed (RailDiagram *self)
{
  g_return_val_if_fail (RAIL_IS_DIAGRAM (self), NULL);

  return self->needed;
}

/**
 * rail_diagram_get_boxes:
 * @self: a diagram
 *
 * Returns: (transfer none) (element-type RailDiagramBox): the partners, from left to right, and in a column from the
 * top
 */
GPtrArray *
rail_diagram_get_boxes (RailDiagram *self)
{
  g_return_val_if_fail (RAIL_IS_DIAGRAM (self), NULL);

  return self->boxes;
}

/**
 * rail_diagram_get_arrows:
 * @self: a diagram
 *
 * Returns: (transfer none) (element-type RailDiagramArrow): what is carried
 */
GPtrArray *
rail_diagram_get_arrows (RailDiagram *self)
{
  g_return_val_if_fail (RAIL_IS_DIAGRAM (self), NULL);

  return self->arrows;
}

/**
 * rail_diagram_get_steps:
 * @self: a diagram
 *
 * Returns: (transfer none) (element-type utf8): what is to be done, in its order; arrows refer to them
 */
GPtrArray *
rail_diagram_get_steps (RailDiagram *self)
{
  g_return_val_if_fail (RAIL_IS_DIAGRAM (self), NULL);

  return self->steps;
}

/**
 * rail_diagram_get_items:
 * @self: a diagram
 *
 * Returns: (transfer none): all #RailDiagramItem, box by box and store by store
 */
GListModel *
rail_diagram_get_items (RailDiagram *self)
{
  g_return_val_if_fail (RAIL_IS_DIAGRAM (self), NULL);

  return G_LIST_MODEL (self->items);
}

/**
 * rail_diagram_dup_summary:
 * @self: a diagram
 *
 * Returns: (transfer full): how much of it is not as it has to be, in a few words
 */
char *
rail_diagram_dup_summary (RailDiagram *self)
{
  guint n = 0;
  guint n_items;

  g_return_val_if_fail (RAIL_IS_DIAGRAM (self), NULL);

  n_items = g_list_model_get_n_items (G_LIST_MODEL (self->items));
  for (guint i = 0; i < n_items; i++)
    {
      g_autoptr(RailDiagramItem) item = g_list_model_get_item (G_LIST_MODEL (self->items), i);

      n += item->state != RAIL_DIAGRAM_FINE ? 1 : 0;
    }
  if (n_items == 0)
    return g_strdup (_("Nothing to show yet"));
  if (n == 0)
    return g_strdup (_("Everything is in its place"));
  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u place needs attention", "%u places need attention", n), n);
}

/**
 * rail_diagram_dup_description:
 * @self: a diagram
 *
 * Returns: (transfer full): the whole of it as text, a line for each box, store and item, and then the steps
 */
char *
rail_diagram_dup_description (RailDiagram *self)
{
  GString *text;

  g_return_val_if_fail (RAIL_IS_DIAGRAM (self), NULL);

  text = g_string_new (NULL);
  if (self->needed != NULL)
    g_string_append_printf (text, "%s\n", self->needed);
  for (guint i = 0; i < self->boxes->len; i++)
    {
      RailDiagramBox *box = self->boxes->pdata[i];

      g_string_append_printf (text, box->subtitle != NULL ? "%s (%s)\n" : "%s\n", box->title, box->subtitle);
      for (guint j = 0; j < box->stores->len; j++)
        {
          RailDiagramStore *store = box->stores->pdata[j];

          g_string_append_printf (text, "  %s\n", store->title);
          for (guint k = 0; k < store->items->len; k++)
            {
              g_autofree char *line = rail_diagram_item_dup_text (store->items->pdata[k]);

              g_string_append_printf (text, "    %s\n", line);
            }
        }
    }
  for (guint i = 0; i < self->steps->len; i++)
    g_string_append_printf (text, "%u. %s\n", i + 1, (char *) self->steps->pdata[i]);
  return g_string_free (text, FALSE);
}
