using System.Globalization;
using System.Text;
using Waggle.Verifier.Analysis;
using Waggle.Verifier.States;

namespace Waggle.Verifier.Explanations;

/// <summary>Writes what eight bytes of the stack hold as the kernel's log does: "fp-8=map_ptr(map=counts,ks=4,vs=8)", "fp-16=mmmm0000".</summary>
/// <param name="state">Writes what is spilled.</param>
/// <param name="iteratorNames">Names of the kinds of iterators that the program has.</param>
/// <remarks><c>print_verifier_state</c> in kernel/bpf/log.c, Linux 6.18.</remarks>
internal sealed class SlotText(StateText state, IEnumerable<string> iteratorNames)
{
    private const int BytesInSlot = 8, Active = 1; // Active: of an iterator, as in Exploration.Iterators

    private readonly Dictionary<int, string> _iterators = iteratorNames.Distinct(StringComparer.Ordinal).ToDictionary(Exploration.IteratorTag);

    /// <summary>The name of a kind of dynptr.</summary>
    public static string DynamicName(int kind) => (DynamicKind)kind switch
    {
        DynamicKind.Local => "local",
        DynamicKind.Ring => "ringbuf",
        DynamicKind.Packet => "skb",
        DynamicKind.Frame => "xdp",
        _ => "<invalid>",
    };

    /// <summary>Place and content of a slot; null where there is nothing to tell, or another slot tells it.</summary>
    /// <param name="frame">The frame.</param>
    /// <param name="number">Number of the slot.</param>
    /// <param name="depth">Number of the frame.</param>
    public string? Write(Frame frame, int number, int depth)
    {
        ref readonly StackSlot slot = ref frame.Slots[number];
        if (slot.Contents == 0) return null;
        string place = string.Create(CultureInfo.InvariantCulture, $"fp{-BytesInSlot * (number + 1)}=");
        ref readonly RegisterState register = ref slot.Register;
        switch (slot[0])
        {
            case SlotContent.Spill:
                return place + Bytes(slot, upTo: SlotContent.Spill) + state.Write(register, depth);
            case SlotContent.DynamicPointer: // two slots, of which the lower one tells
                if (number > 0 && frame.Slots[number - 1] is var second && second[0] == SlotContent.DynamicPointer && second.Register.Id == register.Id)
                    return $"{place}dynptr_{DynamicName(register.Range)}({Facts(("id", register.Id), ("ref_id", register.ReferenceId))})";
                return null;
            case SlotContent.Iterator:
                if (register.ReferenceId == 0) return null;
                return string.Create(CultureInfo.InvariantCulture,
                    $"{place}iter_{_iterators.GetValueOrDefault(register.TypeId, "?")}(ref_id={register.ReferenceId},state={(register.Range == Active ? "active" : "drained")},depth={register.MapId})");
            default:
                return place + Bytes(slot, upTo: null);
        }
    }

    // A letter a byte, from the highest address down.
    private static string Bytes(in StackSlot slot, SlotContent? upTo)
    {
        StringBuilder text = new(BytesInSlot);
        for (int i = BytesInSlot - 1; i >= 0 && slot[i] != upTo; i--)
        {
            text.Append(slot[i] switch
            {
                SlotContent.Invalid => '?',
                SlotContent.Spill => 'r',
                SlotContent.Misc => 'm',
                SlotContent.Zero => '0',
                SlotContent.DynamicPointer => 'd',
                SlotContent.Iterator => 'i',
                _ => 'f',
            });
        }
        return text.ToString();
    }

    private static string Facts(params ReadOnlySpan<(string Name, int Value)> facts)
    {
        List<string> present = [];
        foreach ((string name, int value) in facts)
        {
            if (value != 0) present.Add(string.Create(CultureInfo.InvariantCulture, $"{name}={value}"));
        }
        return string.Join(',', present);
    }
}
