// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#define _POSIX_C_SOURCE 200809L

#include "tools/watch/page/page_server.h"

#include "base/clock.h"
#include "tools/watch/page/page_route.h"
#include "tools/watch/page/visitors.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define REQUEST_MEMORY 32768u /* Bytes of a connection: line and headers */
#define IDLE 30u              /* Seconds until who does nothing is sent away */

struct PageServer {
  const PageDesk* desk;
  Visitors* visitors;
  struct MHD_Daemon* daemon;
};

static int
socket_of(struct MHD_Connection* connection)
{
  const union MHD_ConnectionInfo* const info =
      MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);
  return info ? info->connect_fd : -1;
}

static void
on_connection(void* data,
              struct MHD_Connection* connection,
              void** state,
              enum MHD_ConnectionNotificationCode code)
{
  PageServer* const server = (PageServer*)data;
  (void)state;
  if (code == MHD_CONNECTION_NOTIFY_STARTED) {
    visitors_enter(server->visitors, socket_of(connection), wall_seconds());
  } else {
    visitors_leave(server->visitors, socket_of(connection));
  }
}

/// A request is answered, or broken off
static void
on_completed(void* data,
             struct MHD_Connection* connection,
             void** state,
             enum MHD_RequestTerminationCode code)
{
  PageServer* const server = (PageServer*)data;
  (void)connection;
  (void)code;
  if (*state) {
    PageRequest* const request = (PageRequest*)*state;
    visitors_answered(server->visitors, request->descriptor, wall_seconds());
    free(request);
    *state = NULL;
  }
}

static void
add_body(PageRequest* request, const char* bytes, size_t n)
{
  const size_t room =
      request->size < PAGE_REQUEST_BODY ? PAGE_REQUEST_BODY - request->size : 0;
  memcpy(request->body + (room ? request->size : 0), bytes,
         n < room ? n : room);
  request->size = n <= room ? request->size + n : PAGE_REQUEST_BODY + 1u;
}

/// First with the headers, then with each part of the body, then with none
static enum MHD_Result
on_request(void* data,
           struct MHD_Connection* connection,
           const char* path,
           const char* method,
           const char* version,
           const char* bytes,
           size_t* n,
           void** state)
{
  PageServer* const server = (PageServer*)data;
  (void)version;
  if (!*state) {
    PageRequest* const request = (PageRequest*)calloc(1, sizeof(PageRequest));
    if (!request) {
      return MHD_NO;
    }
    request->desk = server->desk;
    request->connection = connection;
    request->descriptor = socket_of(connection);
    *state = request;
    return MHD_YES;
  }
  PageRequest* const request = (PageRequest*)*state;
  if (*n) {
    add_body(request, bytes, *n);
    *n = 0;
    return MHD_YES; // Also of what is too much, until it takes too long
  }
  visitors_ask(server->visitors, request->descriptor);
  return page_route(request, method, path);
}

static struct MHD_Daemon*
start_daemon(PageServer* server)
{
  return MHD_start_daemon(
      MHD_USE_EPOLL | MHD_USE_INTERNAL_POLLING_THREAD |
          MHD_ALLOW_SUSPEND_RESUME,
      0, NULL, NULL, on_request, server, MHD_OPTION_LISTEN_SOCKET,
      server->desk->access.listen.descriptor, MHD_OPTION_CONNECTION_LIMIT,
      VISITORS_MAX, MHD_OPTION_PER_IP_CONNECTION_LIMIT, VISITORS_EACH,
      MHD_OPTION_CONNECTION_TIMEOUT, IDLE, MHD_OPTION_CONNECTION_MEMORY_LIMIT,
      (size_t)REQUEST_MEMORY, MHD_OPTION_STRICT_FOR_CLIENT, 1,
      MHD_OPTION_SIGPIPE_HANDLED_BY_APP, 1, MHD_OPTION_NOTIFY_COMPLETED,
      on_completed, server, MHD_OPTION_NOTIFY_CONNECTION, on_connection, server,
      MHD_OPTION_END);
}

PageServer*
page_server_start(const PageDesk* desk, Error* error)
{
  sigset_t all;
  sigset_t old;
  PageServer* const server = (PageServer*)calloc(1, sizeof(PageServer));
  if (server) {
    server->desk = desk;
    server->visitors = visitors_new();
  }
  if (server && server->visitors) {
    sigfillset(&all); // Signals are for the main thread
    pthread_sigmask(SIG_SETMASK, &all, &old);
    server->daemon = start_daemon(server);
    pthread_sigmask(SIG_SETMASK, &old, NULL);
  }
  if (!server || !server->daemon) {
    error_set(error, "the page cannot be served: the system gives no thread");
    close(desk->access.listen.descriptor);
    page_server_stop(server);
    return NULL;
  }
  return server;
}

void
page_server_tick(PageServer* server)
{
  visitors_sweep(server->visitors, wall_seconds());
}

void
page_server_stop(PageServer* server)
{
  if (server) {
    if (server->daemon) {
      MHD_stop_daemon(server->daemon);
    }
    visitors_free(server->visitors);
    free(server);
  }
}
