using Waggle.Vm.Code;

namespace Waggle.Vm.Execution;

/// <summary>Where a linked program's pointers come from.</summary>
internal sealed class LinkedSources(ProgramImage image) : PointerSources
{
    internal override PointerFact OfContext() => image.Context.Size == 0
        ? new(PointerKind.Packet) // plain memory is lent as packets are
        : new(PointerKind.Context, 0, IsCertain: true);

    internal override PointerFact OfImmediate(int slot) => default;

    internal override PointerFact OfHelper(int number, in PointerFact first) => default;

    internal override PointerFact OfContextField(int offset) =>
        image.Context.AddressFieldAt(offset) is null ? default : new PointerFact(PointerKind.Packet);
}
