/* SPDX-License-Identifier: GPL-2.0 OR MIT
 * Repeats a statement to make programs of the size that the kernel allows. STATEMENT(n) is given a number that differs each time. */
#pragma once
#include "bench.h"

#define TIMES4(m) m m m m
#define TIMES10(m) m m m m m m m m m m
#define ONCE STATEMENT(__COUNTER__)
#define TIMES100 TIMES10(TIMES10(ONCE))
#define TIMES1000 TIMES10(TIMES100)
