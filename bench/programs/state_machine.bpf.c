// Reads an HTTP request line and headers with a machine of states, byte by byte.
// packet: http
#include "bench.h"

SEC("xdp") int state_machine(struct xdp_md *ctx)
{
	u8 *p = start_of(ctx) + 54, *end = end_of(ctx);
	enum { METHOD, PATH, VERSION, NAME, VALUE, NEWLINE, DONE } state = METHOD;
	u32 hash = 0, lines = 0;

	for (int i = 0; i < 400; i++, p++) {
		u8 c;

		if (p + 1 > end)
			break;
		c = *p;
		switch (state) {
		case METHOD:
			if (c == ' ')
				state = PATH;
			else
				hash = hash * 31 + c;
			break;
		case PATH:
			if (c == ' ')
				state = VERSION;
			else if (c == '?')
				hash ^= 0x5a5a;
			else
				hash = hash * 33 + c;
			break;
		case VERSION:
			if (c == '\r')
				state = NEWLINE;
			else
				hash += c;
			break;
		case NAME:
			if (c == ':')
				state = VALUE;
			else if (c == '\r')
				state = DONE;
			else
				hash = hash * 37 + (c | 32);
			break;
		case VALUE:
			if (c == '\r')
				state = NEWLINE;
			else
				hash = hash * 41 + c;
			break;
		case NEWLINE:
			if (c == '\n')
				state = NAME;
			lines++;
			break;
		case DONE:
			return hash + lines;
		}
	}
	return hash ^ lines << 16 ^ state;
}
