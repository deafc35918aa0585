/* SPDX-License-Identifier: MIT */
/* Reading and changing a request about a link while it is still under construction. */
#ifndef NSSH_NET_PLAN_LINK_REQUEST_H
#define NSSH_NET_PLAN_LINK_REQUEST_H

#include <stdbool.h>
#include <stddef.h>

#include "net/message.h"

/* Attributes of a message: from byte @from to byte @to. */
struct nssh_span {
	size_t from, to;
};

/* The place of the attribute behind the one at @at, or 0 when there is none at @at; @ret: its head. */
size_t nssh_span_next(const struct nssh_msg *msg, const struct nssh_span *span, size_t at,
		      struct nlattr *ret);

/* Where the attribute of this type is, 0 when it is not there; @ret_inside: its payload. */
size_t nssh_span_find(const struct nssh_msg *msg, const struct nssh_span *span, uint16_t type,
		      struct nssh_span *ret_inside);

enum nssh_link_act {
	NSSH_LINK_MAKES,
	NSSH_LINK_CHANGES,
	NSSH_LINK_REMOVES,
};

/**
 * struct nssh_link_end - what a request says of one link
 * @at:    its attributes
 * @name:  IFLA_IFNAME, or NULL
 * @to:    the namespace that it is made in or moved to, or NULL
 */
struct nssh_link_end {
	struct nssh_span at;
	const char *name;
	const struct nssh_ref *to;
};

/**
 * struct nssh_link_request - a request about a link, read
 * @near:    the link
 * @far:     the other end; only with @pair
 * @subject: which link is changed or removed; NULL for a new one, and for a group of links
 * @master:  the link that it becomes a port of, or NULL
 * @unsaid:  it makes a pair and does not say anything of the other end
 * @info, @data, @peer: where the attributes around @far's are
 */
struct nssh_link_request {
	enum nssh_link_act act;
	bool pair, unsaid;
	struct nssh_link_end near, far;
	const struct nssh_ref *subject, *master;
	size_t info, data, peer;
};

/* Return: whether it is about a link (RTM_NEWLINK, RTM_DELLINK). What is read points into @msg. */
bool nssh_link_request_read(const struct nssh_msg *msg, struct nssh_link_request *ret);

/* The index in the header of an end: where its 32 bits are, and what it is there. */
size_t nssh_link_end_index(const struct nssh_link_end *end);
int nssh_link_index(const struct nssh_msg *msg, const struct nssh_link_end *end);

/* Does a change in @ns bring the link to another namespace? All in the message is resolved. */
bool nssh_link_request_moves(const struct nssh_link_request *request, const struct nssh_ns *ns);

/* The index of a link that is changed behind that, if the kernel does as it is told. */
int nssh_link_index_behind(const struct nssh_msg *msg, const struct nssh_link_request *request);

/**
 * nssh_link_request_put() - give an end of a new link an attribute, instead of what it has of it
 * @far:  the other end's
 * @attr: the attribute in the message @from
 *
 * A failure sticks in @msg. The request has to be read again.
 */
void nssh_link_request_put(struct nssh_msg *msg, bool far, const struct nssh_msg *from,
			   size_t attr);

#endif
