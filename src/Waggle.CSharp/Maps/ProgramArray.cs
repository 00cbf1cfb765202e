using Waggle.Bpf.Catalog;

namespace Waggle.CSharp;

/// <summary>Programs by index, to go on with (Linux 4.2). User code puts them in; all are of one type.</summary>
[MapKind(MapType.ProgramArray, Key = typeof(uint), Value = typeof(uint), Entries = 8)]
public sealed class ProgramArray
{
    /// <summary>Goes on with another program, which never comes back; returns only if there is none at that index, or after 33 such calls
    /// (<c>bpf_tail_call</c>, Linux 4.2).</summary>
    /// <param name="index">Which program.</param>
    public void TailCall(uint index) => TailCall(ref ProgramContext.Current, this, index);

    [Helper(12, Since = "4.2")]
    private static void TailCall(ref byte context, object map, uint index) =>
        BpfHost.Current.Call(12, BpfHost.Address(in context), BpfHost.Current.AddressOf(map), index);
}
