/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-project"

#include "config.h"

#include "rail-project-error.h"

/**
 * rail_project_error_quark:
 *
 * The error domain of everything that a project can refuse. Codes are in #RailProjectError.
 *
 * Returns: the quark of the domain
 */
G_DEFINE_QUARK (rail-project-error-quark, rail_project_error)
