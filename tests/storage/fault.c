/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Preloaded into storage-saver: lets one call that changes the folder of a test go wrong.
 *
 * CERTRAIL_FAULT_FOLDER: calls on files in it count
 * CERTRAIL_FAULT_CALL: which of them, from 1
 * CERTRAIL_FAULT_ACTION: “before” or “after” to be killed there, “half” to be killed in the middle of a write, or the number of an
 *   error that the call and all later ones of its kind end with
 * CERTRAIL_FAULT_MARK: a file that is made when it happens
 *
 * Or, in a process that goes on after it:
 * CERTRAIL_FAULT_SWITCH: a file; while it is there, “KIND ERROR FOLDER” in it lets all calls of that kind on files in the
 *   folder end with that error
 */

#include "config.h"

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

typedef enum { GO_ON, FAIL, KILL_AFTER, KILL_HALF } Verdict;

static int n_calls;
static const char *failing;   /* the kind of call that fails from now on */

static const char *
get_option (const char *name)
{
  const char *value = getenv (name);

  return value != NULL ? value : "";
}

static void
die (void)
{
  syscall (SYS_kill, getpid (), SIGKILL);
}

/* Without the functions that are stood in for. */
static Verdict
look_at_switch (const char *kind,
                const char *path)
{
  char text[PATH_MAX + 64], failing_kind[32], folder[PATH_MAX];
  int fd = (int) syscall (SYS_openat, AT_FDCWD, get_option ("CERTRAIL_FAULT_SWITCH"), O_RDONLY | O_CLOEXEC);
  ssize_t size = fd >= 0 ? read (fd, text, sizeof text - 1) : -1;
  int number;

  if (fd >= 0)
    close (fd);
  if (size < 0)
    return GO_ON;
  text[size] = '\0';
  if (sscanf (text, "%31s %d %4095s", failing_kind, &number, folder) != 3 || strcmp (failing_kind, kind) != 0 ||
      strncmp (path, folder, strlen (folder)) != 0)
    return GO_ON;
  errno = number;
  return FAIL;
}

static Verdict
judge (const char *kind,
       const char *path)
{
  const char *folder = get_option ("CERTRAIL_FAULT_FOLDER");
  const char *action = get_option ("CERTRAIL_FAULT_ACTION");

  if (*get_option ("CERTRAIL_FAULT_SWITCH") != '\0')
    return look_at_switch (kind, path);
  if (*folder == '\0' || strncmp (path, folder, strlen (folder)) != 0)
    return GO_ON;
  n_calls++;
  if (failing != NULL)
    {
      errno = atoi (action);
      return strcmp (failing, kind) == 0 ? FAIL : GO_ON;
    }
  if (n_calls != atoi (get_option ("CERTRAIL_FAULT_CALL")))
    return GO_ON;

  syscall (SYS_openat, AT_FDCWD, get_option ("CERTRAIL_FAULT_MARK"), O_CREAT | O_WRONLY, 0600);
  if (strcmp (action, "before") == 0)
    die ();
  if (strcmp (action, "after") == 0)
    return KILL_AFTER;
  if (strcmp (action, "half") == 0)
    return KILL_HALF;
  failing = kind;
  errno = atoi (action);
  return FAIL;
}

static Verdict
judge_fd (const char *kind,
          int         fd)
{
  char link[64], path[PATH_MAX];
  ssize_t size;

  snprintf (link, sizeof link, "/proc/self/fd/%d", fd);
  size = readlink (link, path, sizeof path - 1);
  if (size < 0)
    return GO_ON;
  path[size] = '\0';
  return judge (kind, path);
}

/* What stands in for a function of the C library: judges, calls the real one, and ends the process if it is to. */
#define STAND_IN(result_type, name, parameters, arguments, verdict_of) \
  __attribute__ ((visibility ("default"))) result_type name parameters; \
  result_type \
  name parameters \
  { \
    result_type (*real) parameters = (result_type (*) parameters) dlsym (RTLD_NEXT, #name); \
    Verdict verdict = verdict_of; \
    result_type result; \
    if (verdict == FAIL) \
      return -1; \
    result = real arguments; \
    if (verdict != GO_ON) \
      die (); \
    return result; \
  }

STAND_IN (int, fsync, (int fd), (fd), judge_fd ("fsync", fd))
STAND_IN (int, ftruncate64, (int fd, off_t size), (fd, size), judge_fd ("ftruncate", fd))
STAND_IN (ssize_t, pwrite64, (int fd, const void *data, size_t size, off_t at), (fd, data, size, at), judge_fd ("write", fd))
STAND_IN (int, rename, (const char *from, const char *to), (from, to), judge ("rename", to))
STAND_IN (int, link, (const char *from, const char *to), (from, to), judge ("link", to))
STAND_IN (int, unlink, (const char *path), (path), judge ("unlink", path))
STAND_IN (int, mkdir, (const char *path, mode_t mode), (path, mode), judge ("mkdir", path))

__attribute__ ((visibility ("default"))) ssize_t write (int fd, const void *data, size_t size);

ssize_t
write (int         fd,
       const void *data,
       size_t      size)
{
  ssize_t (*real) (int, const void *, size_t) = (ssize_t (*) (int, const void *, size_t)) dlsym (RTLD_NEXT, "write");
  Verdict verdict = judge_fd ("write", fd);
  ssize_t result;

  if (verdict == FAIL)
    return -1;
  result = real (fd, data, verdict == KILL_HALF ? size / 2 : size);
  if (verdict != GO_ON)
    die ();
  return result;
}

__attribute__ ((visibility ("default"))) int open64 (const char *path, int flags, ...);

int
open64 (const char *path,
        int         flags,
        ...)
{
  int (*real) (const char *, int, ...) = (int (*) (const char *, int, ...)) dlsym (RTLD_NEXT, "open64");
  Verdict verdict = (flags & O_CREAT) != 0 ? judge ("open", path) : GO_ON;
  mode_t mode = 0;
  int result;

  if ((flags & O_CREAT) != 0)
    {
      va_list arguments;

      va_start (arguments, flags);
      mode = va_arg (arguments, mode_t);
      va_end (arguments);
    }
  if (verdict == FAIL)
    return -1;
  result = real (path, flags, mode);
  if (verdict != GO_ON)
    die ();
  return result;
}
