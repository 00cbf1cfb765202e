using System.Globalization;
using System.Text;
using Waggle.Bpf.Objects;
using Waggle.Bpf.Types;
using Waggle.Verifier.Code;
using Waggle.Verifier.States;

namespace Waggle.Verifier.Explanations;

/// <summary>Writes what a function's registers and stack hold as the kernel's log does: " R1=ctx() R10=fp0 fp-8=mmmmmmmm refs=2".</summary>
/// <remarks><c>print_verifier_state</c> in kernel/bpf/log.c, Linux 6.18.</remarks>
internal sealed class FrameText
{
    private const string IteratorStart = "bpf_iter_", IteratorEnd = "_new";

    private readonly StateText _state;
    private readonly SlotText _slots;

    /// <param name="text">The program.</param>
    /// <param name="maps">The maps, by the index that registers have.</param>
    /// <param name="kernel">The kernel's types, or null.</param>
    public FrameText(ProgramText text, IReadOnlyList<MapSpec> maps, Btf? kernel)
    {
        _state = new StateText(maps, kernel, text.Object.Btf);
        _slots = SlotsOf(text, _state);
    }

    /// <summary>Writes the stack of a program, whose iterators are known by the functions that make them.</summary>
    public static SlotText SlotsOf(ProgramText text, StateText state) => new(state, text.Program.ExternReferences.Select(r => r.Name)
        .Where(n => n.StartsWith(IteratorStart, StringComparison.Ordinal) && n.EndsWith(IteratorEnd, StringComparison.Ordinal))
        .Select(n => n[IteratorStart.Length..^IteratorEnd.Length]));

    /// <summary>Adds what one frame holds.</summary>
    /// <param name="line">Where to.</param>
    /// <param name="path">The state.</param>
    /// <param name="depth">Number of the frame.</param>
    /// <param name="registers">Registers to tell: a bit each.</param>
    /// <param name="slots">Slots of the stack to tell: a bit each.</param>
    public void Append(StringBuilder line, PathState path, int depth, int registers = ~0, ulong slots = ulong.MaxValue)
    {
        Frame frame = path[depth];
        if (depth > 0) line.Append(CultureInfo.InvariantCulture, $" frame{depth}:");
        for (int i = 0; i < Frame.RegisterCount; i++)
        {
            if ((registers >> i & 1) != 0 && frame.Registers[i].Kind != RegisterKind.NotInitialized)
                line.Append(CultureInfo.InvariantCulture, $" R{i}={_state.Write(frame.Registers[i], depth)}");
        }
        for (int i = 0; i < frame.SlotCount; i++)
        {
            if ((slots >> i & 1) != 0 && _slots.Write(frame, i, depth) is { } slot) line.Append(' ').Append(slot);
        }
        if (path.References.Count > 0 || path.LockId != 0) line.Append(" refs=").AppendJoin(',', Held(path));
        if (frame.IsCallback) line.Append(" cb");
        if (frame.IsAsynchronous) line.Append(" async_cb");
    }

    // A lock is something that is held, too.
    private static IEnumerable<int> Held(PathState path)
    {
        IEnumerable<int> references = path.References.Select(r => r.Id);
        return path.LockId == 0 ? references : references.Append(path.LockId);
    }
}
