// Does one thing that a hook of a cgroup sees, by name; exits 0 if it could. A test runs it inside a cgroup of its own.
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#define CHECK(call) do { if ((call) < 0) { perror(#call); return 1; } } while (0)

union address {
    struct sockaddr any;
    struct sockaddr_in v4;
    struct sockaddr_in6 v6;
    struct sockaddr_un local;
};

// The loopback address; an abstract name of this process for Unix sockets.
static socklen_t own_address(union address *address, int family)
{
    memset(address, 0, sizeof(*address));
    address->any.sa_family = family;
    if (family == AF_INET) {
        address->v4.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        return sizeof(address->v4);
    }
    if (family == AF_INET6) {
        address->v6.sin6_addr = in6addr_loopback;
        return sizeof(address->v6);
    }
    int length = snprintf(address->local.sun_path + 1, sizeof(address->local.sun_path) - 1, "waggle-test-%d", getpid());
    return offsetof(struct sockaddr_un, sun_path) + 1 + length;
}

// bind, post_bind, getsockname, connect, getpeername
static int stream(int family)
{
    union address address;
    socklen_t length = own_address(&address, family), room = sizeof(address);
    char byte = 'x';
    int listener, client, server;
    CHECK(listener = socket(family, SOCK_STREAM, 0));
    CHECK(bind(listener, &address.any, length));
    CHECK(listen(listener, 1));
    CHECK(getsockname(listener, &address.any, &room));
    CHECK(client = socket(family, SOCK_STREAM, 0));
    CHECK(connect(client, &address.any, room));
    CHECK(server = accept(listener, NULL, NULL));
    room = sizeof(address);
    CHECK(getpeername(client, &address.any, &room));
    CHECK(write(client, &byte, 1));
    CHECK(read(server, &byte, 1));
    return close(server) || close(client) || close(listener);
}

// sendmsg, recvmsg, and a packet out and in
static int datagram(int family)
{
    union address address;
    socklen_t length = own_address(&address, family), room = sizeof(address);
    char byte = 'x';
    int receiver, sender;
    CHECK(receiver = socket(family, SOCK_DGRAM, 0));
    CHECK(bind(receiver, &address.any, length));
    if (family != AF_UNIX) {
        CHECK(getsockname(receiver, &address.any, &room));
        length = room;
    }
    CHECK(sender = socket(family, SOCK_DGRAM, 0));
    CHECK(sendto(sender, &byte, 1, 0, &address.any, length));
    room = sizeof(address);
    CHECK(recvfrom(receiver, &byte, 1, 0, &address.any, &room));
    return close(sender) || close(receiver);
}

static int options(int sets)
{
    int descriptor, value = 1;
    socklen_t length = sizeof(value);
    CHECK(descriptor = socket(AF_INET, SOCK_DGRAM, 0));
    if (sets)
        CHECK(setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &value, length));
    else
        CHECK(getsockopt(descriptor, SOL_SOCKET, SO_TYPE, &value, &length));
    return close(descriptor);
}

static int read_file(const char *path)
{
    char text[64];
    int descriptor;
    CHECK(descriptor = open(path, O_RDONLY));
    CHECK(read(descriptor, text, sizeof(text)));
    return close(descriptor);
}

int main(int count, char **arguments)
{
    const char *action = count > 1 ? arguments[1] : "";
    if (!strcmp(action, "tcp4")) return stream(AF_INET);
    if (!strcmp(action, "tcp6")) return stream(AF_INET6);
    if (!strcmp(action, "stream")) return stream(AF_UNIX);
    if (!strcmp(action, "udp4")) return datagram(AF_INET);
    if (!strcmp(action, "udp6")) return datagram(AF_INET6);
    if (!strcmp(action, "datagram")) return datagram(AF_UNIX);
    if (!strcmp(action, "getsockopt")) return options(0);
    if (!strcmp(action, "setsockopt")) return options(1);
    if (!strcmp(action, "device")) return read_file("/dev/null");
    if (!strcmp(action, "sysctl")) return read_file("/proc/sys/kernel/ostype");
    return 2;
}
