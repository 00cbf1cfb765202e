using System.Globalization;
using Waggle.Bpf.Catalog;
using Waggle.Bpf.Instructions;
using Waggle.Verifier.States;

namespace Waggle.Fuzz.Verifier;

/// <summary>In how many of the programs that were compared each feature occurs, so that it shows what the generator does not make.</summary>
/// <remarks>Of one thread at a time.</remarks>
internal sealed class FeatureTable
{
    private readonly Dictionary<int, Entry> _byCode = [];
    private readonly Dictionary<(string What, RegisterKind Kind, bool IsVariable, int Size), long> _byState = [];
    private readonly HashSet<(string, RegisterKind, bool, int)> _seen = [];
    private long _programs;

    /// <summary>Different instructions so far.</summary>
    public int Count => _byCode.Count;

    /// <summary>Counts the instructions of a program.</summary>
    public void Add(TestCase test)
    {
        _programs++;
        for (int slot = 0; slot < test.Code.Length; slot++)
        {
            Instruction each = test.Code[slot];
            int key = each.Opcode.Value | Detail(each) << 8;
            if (!_byCode.TryGetValue(key, out Entry? entry)) _byCode[key] = entry = new Entry(Describe(test, slot));
            if (entry.Last != _programs) (entry.Last, entry.Programs) = (_programs, entry.Programs + 1);
            if (each.IsWide) slot++;
        }
    }

    /// <summary>Counts what memory the states of a program show to be accessed, and what is spilled.</summary>
    public void Add(StateTrace trace)
    {
        _seen.Clear();
        for (int i = 0; i < trace.Count; i++)
        {
            PathState state = trace[i];
            Instruction each = trace.Text!.Slots[state.Slot];
            InstructionClass kind = each.Opcode.Class;
            if (kind is not (InstructionClass.Ldx or InstructionClass.St or InstructionClass.Stx)) continue;
            bool isAtomic = kind == InstructionClass.Stx && each.Opcode.Mode == MemoryMode.Atomic, isLoad = kind == InstructionClass.Ldx;
            ref RegisterState place = ref state.Current[(int)(isLoad ? each.Source : each.Destination)];
            _seen.Add((isAtomic ? "atomic" : isLoad ? "load" : "store", place.Kind, !place.Number.IsConstant, each.Opcode.Size.InBytes()));
            if (kind == InstructionClass.Stx && place.Kind == RegisterKind.Stack && state.Current[(int)each.Source].Kind is var spilled) _seen.Add(("spill", spilled, false, each.Opcode.Size.InBytes()));
            if (place.Kind == RegisterKind.Stack && place.Range != state.Depth) _seen.Add(("caller's stack", place.Kind, !place.Number.IsConstant, each.Opcode.Size.InBytes()));
        }

        foreach ((string, RegisterKind, bool, int) each in _seen) _byState[each] = _byState.GetValueOrDefault(each) + 1;
    }

    public void Merge(FeatureTable other)
    {
        foreach ((int key, Entry entry) in other._byCode)
        {
            if (_byCode.TryGetValue(key, out Entry? mine)) mine.Programs += entry.Programs;
            else _byCode[key] = new Entry(entry.Name) { Programs = entry.Programs };
        }

        foreach (((string, RegisterKind, bool, int) key, long count) in other._byState) _byState[key] = _byState.GetValueOrDefault(key) + count;
    }

    /// <summary>A line a feature: its name, and the number of programs.</summary>
    /// <param name="sampledOneIn">Of how many programs one had its states counted.</param>
    public IEnumerable<string> Lines(int sampledOneIn) =>
        _byCode.Values.GroupBy(entry => entry.Name).Select(group => (Name: group.Key, Programs: group.Sum(entry => entry.Programs)))
            .Concat(_byState.Select(entry => (Name: $"{entry.Key.What}: {entry.Key.Kind}{(entry.Key.IsVariable ? ", variable offset" : "")}, {entry.Key.Size} bytes", Programs: entry.Value * sampledOneIn)))
            .OrderBy(line => line.Name, StringComparer.Ordinal).Select(line => string.Create(CultureInfo.InvariantCulture, $"{line.Programs,12:N0}  {line.Name}"));

    private static bool IsCall(in Instruction each) => each.Opcode is { IsJump: true, JumpOperation: JumpOperation.Call };

    private static int Detail(in Instruction each) => each.Opcode.Class switch
    {
        InstructionClass.Alu or InstructionClass.Alu64 => each.Opcode.AluOperation == AluOperation.ByteSwap ? each.Immediate : each.Offset & 0xff,
        InstructionClass.Stx when each.Opcode.Mode == MemoryMode.Atomic => each.Immediate,
        InstructionClass.Jmp when IsCall(each) => (int)each.Source << 12 | (each.Source == 0 ? each.Immediate & 0xfff : 0),
        InstructionClass.Ld => (int)each.Source,
        _ => 0,
    };

    private static string Describe(TestCase test, int slot)
    {
        Instruction each = test.Code[slot];
        Opcode opcode = each.Opcode;
        if (IsCall(each))
        {
            return (CallKind)each.Source switch
            {
                CallKind.Helper => $"call of {HelperNames.NameOf(each.Immediate) ?? $"helper {each.Immediate}"}",
                CallKind.Function => "call of a function",
                _ => "call of a kernel function",
            };
        }

        return opcode.Class switch
        {
            InstructionClass.Alu or InstructionClass.Alu64 when opcode.AluOperation == AluOperation.ByteSwap => $"{opcode.Class} ByteSwap {each.Immediate} {opcode.Operand}",
            InstructionClass.Alu or InstructionClass.Alu64 => $"{opcode.Class} {(each.Offset == 0 ? "" : opcode.AluOperation == AluOperation.Move ? $"sign-extending {each.Offset} " : "signed ")}{opcode.AluOperation} {opcode.Operand}",
            InstructionClass.Stx when opcode.Mode == MemoryMode.Atomic => $"atomic {(AtomicOperation)each.Immediate} {opcode.Size}",
            InstructionClass.Jmp or InstructionClass.Jmp32 => $"{opcode.Class} {opcode.JumpOperation}{(opcode.JumpOperation is JumpOperation.Exit or JumpOperation.Always ? "" : $" {opcode.Operand}")}",
            InstructionClass.Ld when each.IsWide => $"64-bit immediate: {(PseudoSource)each.Source}",
            _ => $"{opcode.Class} {opcode.Mode} {opcode.Size}",
        };
    }

    private sealed class Entry(string name)
    {
        public string Name => name;

        public long Last { get; set; }

        public long Programs { get; set; }
    }
}
