using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Waggle.Vm.Execution;

internal sealed unsafe partial class RunContext
{
    private int _contextCapacity;

    /// <summary>The packet, of programs that are given one.</summary>
    internal PacketBuffer Packet { get; init; } = new();

    /// <summary>Memory for the context of a program.</summary>
    internal byte* Context { get; private set; }

    /// <summary>Makes room for a context of zeros.</summary>
    internal void ClearContext(ContextShape shape)
    {
        if (shape.AllocatedSize > _contextCapacity)
        {
            Context = (byte*)NativeMemory.Realloc(Context, (nuint)shape.AllocatedSize);
            _contextCapacity = shape.AllocatedSize;
        }

        NativeMemory.Clear(Context, (nuint)shape.AllocatedSize);
    }

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
