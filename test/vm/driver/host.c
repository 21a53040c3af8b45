// SPDX-License-Identifier: Apache-2.0
/* ask_host for the shell: host WHAT… */
#include "t.h"

int main(int argc, char **argv)
{
	for (int i = 1; i < argc; i++)
		ask_host(argv[i]);
	return done();
}
