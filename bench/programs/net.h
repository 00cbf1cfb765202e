/* SPDX-License-Identifier: GPL-2.0 OR MIT
 * Headers of packets, as the RFCs draw them. */
#pragma once
#include "bench.h"

struct eth {
	u8 to[6], from[6];
	u16 type;
} __attribute__((packed));

struct vlan {
	u16 tag, type;
} __attribute__((packed));

struct ip4 {
	u8 version_length, service;
	u16 length, id, fragment;
	u8 ttl, protocol;
	u16 checksum;
	u32 from, to;
} __attribute__((packed));

struct ip6 {
	u32 flow;
	u16 length;
	u8 next, hops;
	u64 from[2], to[2];
} __attribute__((packed));

struct tcp {
	u16 from, to;
	u32 seq, ack;
	u8 offset, flags;
	u16 window, checksum, urgent;
} __attribute__((packed));

struct udp {
	u16 from, to, length, checksum;
} __attribute__((packed));

struct vxlan {
	u32 flags, vni;
} __attribute__((packed));

struct gre {
	u16 flags, type;
} __attribute__((packed));

enum { IPV4 = 0x0800, VLAN = 0x8100, QINQ = 0x88a8, IPV6 = 0x86dd };
enum { IPIP = 4, TCP = 6, UDP = 17, GRE = 47 };

/* Whether the packet ends before the header at p does. */
#define is_cut(p, end) ((void *)((p) + 1) > (end))

/* A header at p, or null if the packet ends before it does. */
#define header(type, p, end) ((void *)(p) + sizeof(struct type) <= (end) ? (struct type *)(p) : (struct type *)0)
