using Microsoft.Win32.SafeHandles;
using Waggle.Bpf.Errors;

namespace Waggle.Vm.Packets.Interfaces;

/// <summary>A descriptor that packets are read from and written to, without waiting inside the call.</summary>
internal sealed unsafe class NetworkDescriptor : SafeHandleMinusOneIsInvalid
{
    private const short Readable = 1; // POLLIN
    private const int StepInMilliseconds = 100;

    internal NetworkDescriptor(int descriptor) : base(ownsHandle: true) => SetHandle(descriptor);

    /// <summary>Takes over a descriptor that a call has returned.</summary>
    /// <exception cref="BpfException">It returned none.</exception>
    internal static NetworkDescriptor Of(int descriptor, string operation, string name)
    {
        if (descriptor >= 0) return new(descriptor);
        throw NetworkErrors.Of(operation, name, NetworkCalls.LastError);
    }

    /// <summary>Waits until something can be read.</summary>
    /// <returns>False if the wait was ended.</returns>
    internal bool Wait(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            PollRequest request = new() { Descriptor = (int)handle, Events = Readable };
            if (NetworkCalls.Poll(&request, 1, stop.CanBeCanceled ? StepInMilliseconds : -1) > 0) return true;
        }

        return false;
    }

    protected override bool ReleaseHandle() => NetworkCalls.Close((int)handle) == 0;
}
