/* SPDX-License-Identifier: MIT */
/* Names that iproute2 keeps in tables under /etc/iproute2, both ways. */
#ifndef NSSH_NAMES_H
#define NSSH_NAMES_H

#include <stddef.h>
#include <stdint.h>

#include <nssh/command.h>
#include <nssh/error.h>

/** enum nssh_table - which table; read once, from the file that iproute2 reads */
enum nssh_table {
	NSSH_RT_SCOPES,
	NSSH_RT_TABLES,
	NSSH_RT_PROTOS,
	NSSH_RT_REALMS,
	NSSH_RT_DSFIELD,
	NSSH_RT_ADDRPROTOS,
	NSSH_GROUP,
	NSSH_TABLE_MAX,
};

/**
 * nssh_name_of() - the name of a number
 * @buf: holds the number as text when it has no name
 *
 * Return: a string that is good as long as @buf is.
 */
const char *nssh_name_of(enum nssh_table table, uint32_t number, char *buf, size_t size);

/** nssh_number_of() - the number of a name or of a number as text. Return: 0 or -EINVAL. */
int nssh_number_of(enum nssh_table table, const char *name, uint32_t *ret_number);

/** nssh_name_each() - all names of a table, for completion */
void nssh_name_each(enum nssh_table table,
		    void (*each)(const char *name, uint32_t number, void *arg), void *arg);

/* The num of `all`, where the types any-proto and the like select by a name or by none. */
#define NSSH_NAME_ALL (UINT64_C(1) << 32)

/**
 * nssh_name_shown() - the name of a number as the options want it: with -N the number
 * @buf: holds it when it has no name; 16 bytes are enough
 */
const char *nssh_name_shown(const struct nssh_options *options, enum nssh_table table,
			    uint32_t number, char *buf, size_t size);

/* The longest text of an address: IPv6 with an embedded IPv4 one, with its NUL. */
#define NSSH_ADDR_TEXT 64

/** nssh_addr_text() - an address of the kernel as text: inet_ntop(3), or a MAC by its bytes */
const char *nssh_addr_text(int family, const void *bytes, size_t len, char *buf, size_t size);

/* Room for the name of a host, with its NUL. */
#define NSSH_HOST_TEXT 256

/** nssh_host_text() - an address as text, or with -r the name of the host that has it */
const char *nssh_host_text(const struct nssh_options *options, int family, const void *bytes,
			   size_t len, char *buf, size_t size);

/** nssh_lladdr_text() - a link-layer address as text; for tunnels' ARPHRD types an IP address */
const char *nssh_lladdr_text(const void *bytes, size_t len, int arphrd, char *buf, size_t size);

#endif
