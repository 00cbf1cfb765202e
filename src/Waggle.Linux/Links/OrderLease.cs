using Waggle.Linux.Interop;

namespace Waggle.Linux.Links;

/// <summary>An order as the kernel's attributes say it; keeps the neighbour's descriptor from closing meanwhile.</summary>
internal readonly ref struct OrderLease
{
    private const uint Before = 1 << 3, After = 1 << 4, RelativeIsId = 1 << 5, RelativeIsLink = 1 << 13; // BPF_F_BEFORE, _AFTER, _ID, _LINK

    private readonly SafeDescriptor.Lease _neighbour;

    public OrderLease(AttachOrder? order)
    {
        if (order is null) return;
        int places = (order.Before is null ? 0 : 1) + (order.After is null ? 0 : 1) + (order.BeforeProgram is null ? 0 : 1)
            + (order.AfterProgram is null ? 0 : 1) + (order.First ? 1 : 0);
        if (places > 1) throw new ArgumentException("A program stands before another, after another or first: say one of these.", nameof(order));

        Flags = (order.First || order.Before is not null || order.BeforeProgram is not null ? Before : 0)
            | (order.After is not null || order.AfterProgram is not null ? After : 0);
        Revision = order.ExpectedRevision ?? 0;
        if ((order.BeforeProgram ?? order.AfterProgram) is { } id)
        {
            Flags |= RelativeIsId;
            Relative = (int)id;
        }
        else if ((order.Before ?? order.After) is { } link)
        {
            _neighbour = link.RequireDescriptor("attach a program beside another").Use();
            Flags |= RelativeIsLink;
            Relative = _neighbour.Number;
        }
    }

    public uint Flags { get; }

    public int Relative { get; }

    public ulong Revision { get; }

    public bool IsGiven => Flags != 0 || Revision != 0;

    public void Dispose() => _neighbour.Dispose();
}
