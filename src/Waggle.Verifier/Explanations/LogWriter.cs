using System.Globalization;
using System.Text;
using Waggle.Bpf.Instructions;
using Waggle.Bpf.Objects;
using Waggle.Bpf.Types;
using Waggle.Bpf.Verdicts;
using Waggle.Verifier.Analysis;
using Waggle.Verifier.Code;
using Waggle.Verifier.States;

namespace Waggle.Verifier.Explanations;

/// <summary>Writes each instruction that is gone through, and what it leaves behind, as the kernel's log does at level 2.</summary>
/// <param name="output">Where to.</param>
/// <param name="kernel">The kernel's types, or null.</param>
/// <remarks><c>do_check</c> and <c>print_insn_state</c> in kernel/bpf/verifier.c and log.c, Linux 6.18. Written as the analysis goes: nothing is
/// kept. Two things that the kernel writes are left out, its search for precision and for live stack.</remarks>
internal sealed class LogWriter(TextWriter output, Btf? kernel) : IStateObserver
{
    private const int StateColumn = 40, Granule = 8; // BPF_LOG_ALIGNMENT, BPF_LOG_MIN_ALIGNMENT

    private readonly StringBuilder _line = new();
    private readonly TouchedState _touched = new();
    private ProgramText? _program;
    private InstructionText? _instructions;
    private SourceLines? _sources;
    private FrameText? _frames;
    private SourcePlace? _source;
    private Subprogram? _function;
    private Instruction _last;
    private int _depth;
    private bool _isResumed, _hasReturned;

    public void Begin(Subprogram function)
    {
        EndFunction();
        _function = function;
        if (function.Number != 0) output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Validating {function.Name}() func#{function.Number}..."));
        _touched.SetAll();
        (_last, _depth, _isResumed, _hasReturned) = (default, 0, false, false);
    }

    public void Visit(ProgramText text, IReadOnlyList<MapSpec> maps, PathState state)
    {
        if (_program is null)
        {
            (_program, _instructions, _sources) = (text, new InstructionText(text.Program), new SourceLines(text.Program));
            _frames = new FrameText(text, maps, kernel);
        }

        if (_isResumed) return;
        if (state.Depth < _depth) WriteReturn(state);
        // The kernel tells at once what a comparison leaves, and of other instructions when it has found that the path goes on.
        else if (IsComparison(_last)) WriteTouched(state);
    }

    public void Enter(PathState state)
    {
        if (_isResumed || _hasReturned)
        {
            EndLine();
            _line.Append(CultureInfo.InvariantCulture, $"\nfrom {state.LastSlot} to {state.Slot}{Guess(state)}:");
            _frames!.Append(_line, state, state.Depth);
            EndLine();
        }
        else if (state.Depth > _depth) WriteCall(state);

        if (_touched.IsAny) WriteTouched(state);
        WriteSource(state.Slot);
        EndLine();
        _last = _program!.Slots[state.Slot];
        _line.Append(CultureInfo.InvariantCulture, $"{state.Slot}: ({_last.Opcode.Value:x2}) {_instructions!.At(state.Slot)}");
        _touched.Add(_last, _program.Marks[state.Slot], state.Current);
        if (CalledGlobal(state.Slot) is { } called)
        {
            EndLine();
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Func#{called.Number} ('{called.Name}') is global and assumed valid."));
        }
        (_depth, _isResumed, _hasReturned) = (state.Depth, false, false);
    }

    public void Prune(PathState state)
    {
        EndLine();
        if (_isResumed || _hasReturned) _line.Append(CultureInfo.InvariantCulture, $"\nfrom {state.LastSlot} to ");
        bool isPath = _isResumed || _hasReturned;
        _line.Append(CultureInfo.InvariantCulture, $"{state.Slot}{(isPath ? Guess(state) : "")}: safe");
        EndLine();
    }

    private static string Guess(PathState state) => state.IsSpeculative ? " (speculative execution)" : "";

    public void Resume()
    {
        _isResumed = true;
        _touched.SetAll();
    }

    /// <summary>Writes why the program was rejected, and what the analysis took.</summary>
    /// <param name="rejection">Null if it was not.</param>
    /// <param name="exploration">Null if it did not begin.</param>
    /// <param name="limit">Most instructions that might have been gone through.</param>
    public void End(RejectionException? rejection, Exploration? exploration, int limit)
    {
        if (rejection is null) EndFunction();
        EndLine();
        if (rejection is not null) output.WriteLine(rejection.Message);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"processed {exploration?.Processed ?? 0} insns (limit {limit}) max_states_per_insn {exploration?.MostStatesOfOne ?? 0} total_states {exploration?.StateCount ?? 0} peak_states {exploration?.PeakStates ?? 0} mark_read 0"));
    }

    private void EndFunction()
    {
        EndLine();
        if (_function is { Number: not 0 } done) output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Func#{done.Number} ('{done.Name}') is safe for any args that match its prototype"));
    }

    private void WriteTouched(PathState state)
    {
        _touched.Compare(state.Current);
        if (_line.Length > 0) _line.Append(' ', Padding(_line.Length + 1)).Append(';'); // counted with the line's end
        else _line.Append(CultureInfo.InvariantCulture, $"{state.Slot}:");
        _frames!.Append(_line, state, state.Depth, _touched.Registers, _touched.Slots);
        EndLine();
        _touched.Clear();
    }

    private static int Padding(int length) => (Math.Max(length + Granule / 2, StateColumn) + Granule - 1) / Granule * Granule - length - 1;

    private void WriteCall(PathState state)
    {
        WriteBlock("caller:", state, state.Depth - 1);
        WriteBlock("callee:", state, state.Depth);
        _touched.SetAll();
    }

    // The frame that has ended still holds what it held.
    private void WriteReturn(PathState state)
    {
        WriteBlock("returning from callee:", state, _depth);
        WriteBlock(string.Create(CultureInfo.InvariantCulture, $"to caller at {state.Slot}:"), state, state.Depth);
        _touched.Clear();
        (_depth, _hasReturned) = (state.Depth, true);
    }

    private void WriteBlock(string title, PathState state, int depth)
    {
        EndLine();
        output.WriteLine(title);
        _frames!.Append(_line, state, depth);
        EndLine();
    }

    private void WriteSource(int slot)
    {
        if (_sources!.At(slot) is not { } place || (place.File, place.Line) == (_source?.File, _source?.Line)) return;
        EndLine();
        _source = place;
        output.WriteLine($"; {place}");
    }

    private void EndLine()
    {
        if (_line.Length == 0) return;
        output.WriteLine(_line);
        _line.Clear();
    }

    private Subprogram? CalledGlobal(int slot) =>
        _last.Opcode is { Class: InstructionClass.Jmp, JumpOperation: JumpOperation.Call } && _last.Source == (Register)CallKind.Function
        && _program!.Containing(slot + 1 + _last.Immediate) is { IsGlobal: true } callee ? callee : null;

    private static bool IsComparison(in Instruction instruction) =>
        instruction.Opcode is { IsJump: true, JumpOperation: not (JumpOperation.Call or JumpOperation.Exit or JumpOperation.Always or JumpOperation.MayGoto) };
}
