using System.Runtime.InteropServices;

namespace Waggle.Bpf.Maps;

/// <summary>Memory that programs and this process share; given back exactly once, when nobody uses it any more.</summary>
public abstract unsafe class MapMemory : SafeHandle
{
    /// <summary>Notes the length; an engine sets the handle to the address.</summary>
    protected MapMemory(nuint length) : base(0, ownsHandle: true) => Length = length;

    /// <summary>Bytes.</summary>
    public nuint Length { get; }

    /// <summary>First byte. Valid while the caller holds a reference to the handle.</summary>
    public byte* Address => (byte*)handle;

    /// <inheritdoc/>
    public override bool IsInvalid => handle is 0 or -1;
}
