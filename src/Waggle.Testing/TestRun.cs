using System.Runtime.CompilerServices;

namespace Waggle.Testing;

/// <summary>What a program did in one run.</summary>
/// <param name="ReturnValue">What it returned: the low 32 bits.</param>
/// <param name="Packet">The packet as it left it; of a flow dissector its keys; empty if it was given none.</param>
/// <param name="Context">The context as it left it; empty where the engine gives none back.</param>
public sealed record TestRun(uint ReturnValue, byte[] Packet, byte[] Context)
{
    /// <summary>What it returned, as the method declares it: <c>run.As&lt;XdpAction&gt;()</c>.</summary>
    public T As<T>() where T : unmanaged, Enum
    {
        ulong value = ReturnValue;
        return Unsafe.As<ulong, T>(ref value);
    }
}
