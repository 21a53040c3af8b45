// SPDX-License-Identifier: Apache-2.0
#include "tap.h"

int main(int argc, char **argv) { return tap_main(argc, argv); }
