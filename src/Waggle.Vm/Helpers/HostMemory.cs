using Waggle.Vm.Execution;

namespace Waggle.Vm.Helpers;

/// <summary>Reads of memory at any number that a program takes for an address: they fail, but never fault.</summary>
internal static unsafe class HostMemory
{
    /// <summary>Reads bytes of the program's memory, as the kernel's is to it, or of what the host has.</summary>
    internal static bool TryRead(RunContext run, ulong address, Span<byte> target, bool isUserMemory)
    {
        if (target.IsEmpty) return true;
        if (!isUserMemory && IsOwn(run, address, target.Length))
        {
            new ReadOnlySpan<byte>((void*)address, target.Length).CopyTo(target);
            return true;
        }

        return run.Host.TryReadMemory(address, isUserMemory, target);
    }

    /// <summary>Reads a text up to its zero, or to the room for it, whose last byte becomes zero (strncpy_from_kernel_nofault).</summary>
    /// <returns>Bytes with the zero; -1 if it can't be read.</returns>
    internal static int ReadText(RunContext run, ulong address, Span<byte> target, bool isUserMemory)
    {
        if (target.IsEmpty) return 0;
        int done = 0;
        while (done < target.Length)
        {
            ulong place = address + (ulong)done;
            ulong room = isUserMemory ? 0 : run.ReadableFrom(place);
            int length = (int)Math.Min(room, (ulong)(target.Length - done));
            if (length == 0)
            {
                if (!run.Host.TryReadMemory(place, isUserMemory, target.Slice(done, 1))) return -1;
                length = 1;
            }
            else
            {
                new ReadOnlySpan<byte>((void*)place, length).CopyTo(target[done..]);
            }

            int end = target.Slice(done, length).IndexOf((byte)0);
            if (end >= 0)
            {
                // Nothing of what lies behind the text gets into the buffer.
                target.Slice(done + end, length - end).Clear();
                return done + end + 1;
            }

            done += length;
        }

        target[^1] = 0;
        return target.Length;
    }

    private static bool IsOwn(RunContext run, ulong address, int size) =>
        run.IsAllowed(address, size, isWrite: false, run.Frame)
        || (run.IsInContext(address, out long offset) && offset + size <= run.Current.Image.Context.Size);
}
