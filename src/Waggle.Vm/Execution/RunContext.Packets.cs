using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Waggle.Vm.Execution;

internal sealed unsafe partial class RunContext
{
    // Enough for every context that is not plain memory.
    private const int ContextCapacity = 1024;

    /// <summary>The packet, of programs that are given one.</summary>
    internal PacketBuffer Packet { get; } = new();

    /// <summary>Memory for the context of a program, as long as <see cref="ContextShape.AllocatedSize"/> needs.</summary>
    internal byte* Context { get; } = (byte*)NativeMemory.AllocZeroed(ContextCapacity);

    /// <summary>Says where the packet lies now: to the checks, and to the fields of the context that stand for its ends. To be called
    /// whenever the packet has moved.</summary>
    internal void PublishPacket()
    {
        byte* data = Packet.Data;
        SetPacket((ulong)data, Packet.Length);
        PublishMetadata(data);
        foreach (AddressField field in Current.Image.Context.AddressFields)
        {
            byte* address = field.Kind switch
            {
                AddressKind.Data => data,
                AddressKind.DataEnd => data + Packet.Length,
                _ => data - Packet.MetaLength,
            };
            Unsafe.WriteUnaligned((byte*)ContextStart + field.Storage, (ulong)address);
        }
    }
}
