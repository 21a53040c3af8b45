/* SPDX-License-Identifier: Apache-2.0 */
#include "options.h"

#include <errno.h>
#include <getopt.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../../kernel/include/uapi/dsmil.h"

#ifndef DSMIL_VERSION
#define DSMIL_VERSION "unknown"
#endif

static const char help_text[] =
    "usage: dsmil-stop [--device PATH] --once [--detail TEXT]\n"
    "       dsmil-stop [--device PATH] [--listen PATH] [--stdin] [--parent PID] [--detail TEXT]\n"
    "\n"
    "Latches the DSMIL emergency stop. It holds a file of its own, opened read-only, with its\n"
    "memory locked and at real-time priority where that is allowed; no Node is in the path.\n"
    "This is a software stop. It complements a hard-wired one and does not replace it.\n"
    "\n"
    "  --device PATH   /dev/dsmil (default) or a simulated device's socket\n"
    "  --once          latch now, print the stop generation, end\n"
    "  --listen PATH   a Unix socket (SOCK_STREAM, mode 0600): any byte latches, and the\n"
    "                  confirmation is sent back\n"
    "  --stdin         any byte on standard input latches, and so does its end\n"
    "  --parent PID    latch when that process, which must be the parent, ends\n"
    "  --detail TEXT   who and why, at most 32 bytes (default: what triggered it)\n"
    "  --help, --version\n"
    "\n"
    "Without --once it prints 'ready ...' and waits. SIGTERM, SIGINT, the end of standard input\n"
    "and the parent's end latch and end it; SIGUSR1 and bytes latch and it goes on; SIGQUIT\n"
    "ends it without a stop. Each stop prints 'latched generation=N ...'.\n"
    "\n"
    "exit status: 0 latched (or SIGQUIT), 1 could not latch, 2 wrong command line, 3 the device\n"
    "or socket cannot be opened, 4 the device went away\n";

static int usage(const char *option, const char *value, const char *allowed) {
  fprintf(stderr, "dsmil-stop: %s '%s': %s\n", option, value, allowed);
  return STOP_EXIT_USAGE;
}

static int take_parent(const char *text, struct stop_options *options) {
  char *end;
  long value;

  errno = 0;
  value = strtol(text, &end, 10);
  if (errno || end == text || *end || value < 1 || value > INT_MAX)
    return usage("--parent", text, "a process id is wanted, from 1");
  options->parent = (pid_t)value;
  return -1;
}

int stop_options_parse(int argc, char **argv, struct stop_options *options) {
  static const struct option known[] = {
      {"device", required_argument, NULL, 'd'},
      {"once", no_argument, NULL, 'o'},
      {"listen", required_argument, NULL, 'l'},
      {"stdin", no_argument, NULL, 'i'},
      {"parent", required_argument, NULL, 'p'},
      {"detail", required_argument, NULL, 't'},
      {"help", no_argument, NULL, 'h'},
      {"version", no_argument, NULL, 'v'},
      {NULL, 0, NULL, 0},
  };
  int option, status;

  *options = (struct stop_options){.device = "/dev/dsmil"};
  while ((option = getopt_long(argc, argv, "", known, NULL)) != -1) switch (option) {
      case 'd':
        options->device = optarg;
        break;
      case 'o':
        options->once = true;
        break;
      case 'l':
        options->listen = optarg;
        break;
      case 'i':
        options->use_stdin = true;
        break;
      case 'p':
        status = take_parent(optarg, options);
        if (status >= 0) return status;
        break;
      case 't':
        if (strlen(optarg) > DSMIL_STOP_DETAIL_SIZE)
          return usage("--detail", optarg, "32 bytes at most are kept");
        options->detail = optarg;
        break;
      case 'h':
      case 'v':
        printf("%s", option == 'h' ? help_text : "dsmil-stop " DSMIL_VERSION "\n");
        return STOP_EXIT_LATCHED;
      default:
        fprintf(stderr, "dsmil-stop: --help lists the options\n");
        return STOP_EXIT_USAGE;
    }
  if (optind < argc)
    return usage("argument", argv[optind], "every argument is an option, see --help");
  if (options->once && (options->listen || options->use_stdin || options->parent)) {
    fprintf(stderr,
            "dsmil-stop: --once waits for nothing: leave out --listen, --stdin, --parent\n");
    return STOP_EXIT_USAGE;
  }
  return -1;
}
