using Waggle.Bpf.Errors;

namespace Waggle.Vm.Packets.Interfaces;

/// <summary>Turns errno of the calls for interfaces into exceptions.</summary>
internal static class NetworkErrors
{
    internal static Exception Of(string operation, string name, Errno error) => error switch
    {
        Errno.NotPermitted or Errno.AccessDenied =>
            new BpfPermissionException(operation, name, error, "It needs CAP_NET_ADMIN for devices and CAP_NET_RAW for packets; root has both.") { IsForLackOfPrivilege = true },
        Errno.NoDevice or (Errno)6 /* ENXIO */ =>
            new BpfException(operation, name, error, "There is no such interface in this network namespace: 'ip link' lists those that there are."),
        Errno.NoEntry or Errno.FamilyNotSupported =>
            new BpfNotSupportedException(operation, name, error, "The kernel has no such sockets or devices: packet sockets want CONFIG_PACKET, TUN and TAP the module tun."),
        Errno.Busy => new BpfException(operation, name, error, "Another process has the device."),
        _ => new BpfException(operation, name, error, "The interface may be of a kind that can't do this."),
    };

    internal static IOException Traffic(string operation, string name, Errno error) => new($"Can't {operation} {name}: {error.Describe()}.", (int)error);

    internal static void RequireLinux(string operation, string name)
    {
        if (!OperatingSystem.IsLinux() || !Environment.Is64BitProcess)
            throw new BpfNotSupportedException(operation, name, Errno.None, "Live interfaces are for Linux on 64-bit machines; capture files work anywhere.");
    }
}
