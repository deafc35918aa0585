/* SPDX-License-Identifier: MIT */
/* The program's version. */
#ifndef NSSH_VERSION_H
#define NSSH_VERSION_H

#define NSSH_VERSION "0.1.0"

#endif
