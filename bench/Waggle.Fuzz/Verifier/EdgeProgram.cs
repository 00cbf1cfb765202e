using System.Collections.Immutable;
using Waggle.Bpf.Catalog;
using Waggle.Bpf.Instructions;
using Waggle.Bpf.Objects;
using Waggle.Fuzz.Vm;
using Size = Waggle.Bpf.Instructions.MemorySize;

namespace Waggle.Fuzz.Verifier;

/// <summary>Makes programs of which a verifier takes some and refuses some: a walk that keeps track of what registers hold, and sometimes
/// goes a step too far.</summary>
internal sealed partial class EdgeProgram
{
    private const int MaximumNesting = 3, StackSlots = 10;

    private static readonly Size[] s_sizes = [Size.Byte, Size.Half, Size.Word, Size.Double];

    private readonly CodeWriter _code = new();
    private readonly ImmutableArray<MapReference>.Builder _maps = ImmutableArray.CreateBuilder<MapReference>();
    private readonly ProgramType _type;
    private readonly int _functions;
    private readonly HashSet<int> _called = [];
    private readonly List<(int Slot, int Function)> _callbacks = [];
    private readonly int[] _starts;
    private readonly CallbackKind[] _isCallback;
    private readonly ImmutableArray<ExternReference>.Builder _externs = ImmutableArray.CreateBuilder<ExternReference>();
    private readonly int _daring;
    private Held[] _held = new Held[11], _stack = new Held[StackSlots];
    private HashSet<int> _counters = [];
    private RandomSource _random;
    private readonly int _globals;
    private int _function, _room, _lastId, _record, _open; // _open: iterators, dynptrs and locks that have to be closed

    private EdgeProgram(RandomSource random)
    {
        _random = random;
        _type = Pick<ProgramType>([ProgramType.Xdp, ProgramType.SchedCls, ProgramType.SchedCls, ProgramType.SocketFilter]);
        _functions = Chance(3) ? 2 + _random.Below(3) : 1;
        (_starts, _isCallback) = (new int[_functions], new CallbackKind[_functions]);
        for (int i = 1; i < _functions; i++)
        {
            if (Chance(3)) _isCallback[i] = Chance(3) ? CallbackKind.Element : CallbackKind.Loop;
            else if (Chance(3)) _globals |= 1 << i;
        }
        _daring = Pick<int>([30, 100, 300]);
    }

    public static TestCase Make(RandomSource random)
    {
        EdgeProgram program = new(random);
        for (program._function = 0; program._function < program._functions; program._function++) program.WriteFunction();
        Instruction[] code = [.. program._code.Finish()];
        foreach ((int slot, int function) in program._callbacks) code[slot] = code[slot] with { Immediate = program._starts[function] - slot - 1 };
        return new(program._type, [.. code], program._maps.ToImmutable()) { Externs = program._externs.ToImmutable(), Globals = program._globals };
    }

    // r1 to r5 of a function: a number, a piece of the caller's stack, a number.
    private void WriteFunction()
    {
        _code.StartFunction();
        _starts[_function] = _code.Count;
        (_held, _stack, _counters, _record, _open) = (new Held[11], new Held[StackSlots], [], 0, 0);
        _held[10] = new(HeldKind.Frame, 0, 8 * StackSlots);
        if (_function == 0) _held[1] = new(HeldKind.Context);
        else
        {
            bool isElement = _isCallback[_function] == CallbackKind.Element;
            _held[1] = isElement ? default : Held.Number();
            _held[2] = isElement ? default : new((_globals >> _function & 1) != 0 ? HeldKind.Record : HeldKind.Frame, 16);
            if (isElement) (_held[3], _held[4]) = (new(HeldKind.Value, FuzzMaps.SpecOf(FuzzMaps.Array).ValueSizeInBytes), new(HeldKind.Frame, 16));
            else if (_isCallback[_function] == CallbackKind.None) (_held[3], _held[4]) = (Held.Number(), Held.Number());
        }

        _room = 3 + _random.Below(_functions == 1 ? 34 : 14);
        if (_function == 0) CopyTo(6 + _random.Below(4), 1);
        int numbers = 1 + _random.Below(3);
        while (numbers-- > 0) WriteNumber(FreeRegister());
        WriteBlock(0);
        for (int next = _function + 1; _function == 0 && next < _functions; next++)
        {
            if (!_called.Contains(next)) WriteCall(next);
        }

        WriteEnd();
    }

    private void WriteEnd()
    {
        if (_record != 0 && !Dares()) WriteRelease();
        int found = FindNumber();
        if (_isCallback[_function] != CallbackKind.None && !Dares()) WriteConstant(0, _random.Below(2));
        else if (found > 0 && !Chance(3)) CopyTo(0, found);
        else if (_held[0].Kind != HeldKind.Number || Chance(2)) WriteConstant(0, _random.Below(3));
        _code.Add(Instruction.Exit);
    }

    private void WriteBlock(int nesting)
    {
        int statements = 1 + _random.Below(nesting == 0 ? 34 : 6);
        while (statements-- > 0 && _room-- > 0) WriteStatement(nesting);
    }

    private void WriteStatement(int nesting)
    {
        switch (_random.Below(53))
        {
            case < 8: WriteArithmetic(); break;
            case < 12: WriteBound(); break;
            case < 16: WriteAccess(); break;
            case < 20: WriteVariableAccess(); break;
            case < 23: WriteSpill(); break;
            case < 25: WriteFill(); break;
            case < 29 when nesting < MaximumNesting: WriteCondition(nesting); break;
            case < 31: WriteLookup(); break;
            case 31: WriteGlobal(); break;
            case 32: WriteChange(); break;
            case 33: WriteRecord(); break;
            case < 36: WriteAtomic(); break;
            case 36 when _function + 1 < _functions && nesting < 2: WriteCall(_function + 1 + _random.Below(_functions - _function - 1)); break;
            case 37 when nesting < 2: WriteLoop(nesting); break;
            case < 40: WritePacket(nesting); break;
            case 40: WritePointerMove(); break;
            case 41: WriteSimpleCall(); break;
            case 42: CopyTo(FreeRegister(), _random.Below(11)); break;
            case 43 or 44: WriteContextLoad(); break;
            case 45 when nesting < 2: WriteIterator(nesting); break;
            case 46: WriteDynamic(); break;
            case 47: WriteLocked(); break;
            case 48: WriteTailCall(); break;
            case 49: WritePacketChange(); break;
            case 50: WritePacketLoad(); break;
            default: WriteSized(); break;
        }
    }

    // Parts that all statements use

    private bool Chance(int oneIn) => _random.Below(oneIn) == 0;

    /// <summary>Whether to do what a verifier should refuse.</summary>
    private bool Dares() => Chance(_daring);

    private T Pick<T>(ReadOnlySpan<T> from) => from[_random.Below(from.Length)];

    private InstructionClass AnyWidth() => Chance(2) ? InstructionClass.Jmp : InstructionClass.Jmp32;

    /// <summary>A register that may be written: no counter, and mostly none that holds a pointer.</summary>
    private int FreeRegister()
    {
        int register = 0;
        for (int tries = 0; tries < 12; tries++)
        {
            register = _random.Below(10);
            if (_counters.Contains(register) || _held[register].Kind is HeldKind.Record or HeldKind.RecordOrNull) continue;
            if (_held[register].Kind is HeldKind.Nothing or HeldKind.Number || Chance(6)) return register;
        }

        while (_counters.Contains(register)) register = _random.Below(10);
        return register;
    }

    private int Find(params ReadOnlySpan<HeldKind> kinds)
    {
        int first = _random.Below(11);
        for (int i = 0; i < 11; i++)
        {
            int register = (first + i) % 11;
            if (kinds.Contains(_held[register].Kind)) return register;
        }

        return -1;
    }

    private int FindNumber() => Dares() ? _random.Below(10) : Find(HeldKind.Number);

    /// <summary>A number that may be written, made if there is none.</summary>
    private int NumberToChange()
    {
        for (int tries = 0; tries < 8; tries++)
        {
            if (FindNumber() is >= 0 and < 10 and var found && !_counters.Contains(found)) return found;
        }

        int register = FreeRegister();
        WriteNumber(register);
        return register;
    }

    private void CopyTo(int target, int source)
    {
        if (_held[source].Kind == HeldKind.Nothing && !Dares()) return;
        bool isNarrow = _held[source].Kind == HeldKind.Number && Chance(4);
        _code.Add(isNarrow ? Instruction.Alu32(AluOperation.Move, (Register)target, (Register)source) : Instruction.Move((Register)target, (Register)source));
        _held[target] = isNarrow ? Held.Number(Math.Min(_held[source].Most, uint.MaxValue)) : _held[source];
    }

    private void WriteConstant(int register, int value)
    {
        _code.Add(Instruction.Move((Register)register, value));
        _held[register] = Held.Number((ulong)(long)value);
    }

    /// <summary>Puts a number into a register: mostly one that no verifier knows.</summary>
    private void WriteNumber(int register)
    {
        int pointer = Find(HeldKind.Value, HeldKind.Record);
        switch (_random.Below(6))
        {
            case 0: WriteConstant(register, EdgeNumbers.NextImmediate(ref _random)); return;
            case 1:
                _code.AddWide((Register)register, EdgeNumbers.Next(ref _random));
                _held[register] = Held.Number();
                return;
            case < 5 when pointer >= 0: WriteLoad(register, pointer); return;
            default:
                if (!WriteContextLoad(register)) WriteConstant(register, EdgeNumbers.NextImmediate(ref _random));
                return;
        }
    }

    private void WriteMap(int register, string map, int? offset = null)
    {
        _maps.Add(new(_code.Count, map, offset));
        _code.AddWide((Register)register, 0);
    }
}
