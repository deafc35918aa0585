/* SPDX-License-Identifier: MIT */
/* Writing all of it to a stream. */
#ifndef NSSH_BASE_STREAM_H
#define NSSH_BASE_STREAM_H

#include <stddef.h>
#include <stdio.h>

/**
 * nssh_stream_write() - write bytes behind what the stream holds already, past its buffer
 *
 * Waits where the descriptor is busy, and gives up when the user asks for a stop. Return: 0 or a
 * negative errno, and then what was not written is gone.
 */
int nssh_stream_write(FILE *to, const char *bytes, size_t size);

#endif
