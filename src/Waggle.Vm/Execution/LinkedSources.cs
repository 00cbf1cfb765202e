using Waggle.Vm.Code;

namespace Waggle.Vm.Execution;

/// <summary>Where a linked program's pointers come from.</summary>
internal sealed class LinkedSources(ProgramImage image) : PointerSources
{
    private const int LookupHelper = 1; // bpf_map_lookup_elem
    private const int LookupPerCpuHelper = 195; // bpf_map_lookup_percpu_elem

    internal override PointerFact OfContext() => image.Context.Size == 0
        ? new(PointerKind.Packet) // plain memory is lent as packets are
        : new(PointerKind.Context, 0, IsCertain: true);

    internal override PointerFact OfImmediate(int slot) => !image.MapUses.TryGetValue(slot, out MapUse use) ? default
        : use.ValueOffset is { } offset ? new(PointerKind.MapValue, offset, use.Map, IsCertain: true)
        : new(PointerKind.Map, 0, use.Map, IsCertain: true);

    internal override PointerFact OfHelper(int number, in PointerFact first) => number switch
    {
        LookupHelper or LookupPerCpuHelper when first.Kind == PointerKind.Map => new(PointerKind.MapValue, null, first.Map),
        _ => default,
    };

    internal override PointerFact OfContextField(int offset) =>
        image.Context.AddressFieldAt(offset) is { Kind: AddressKind.Data or AddressKind.DataEnd } ? new PointerFact(PointerKind.Packet) : default;
}
