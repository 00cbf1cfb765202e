using System.Reflection;
using System.Reflection.Metadata;
using Waggle.Bpf.Catalog;
using Waggle.Compiler.Diagnostics;
using Waggle.Compiler.Ir;
using Waggle.Compiler.Layout;
using Waggle.CSharp;
using Constant = Waggle.Compiler.Ir.Constant;
using TypeLayout = Waggle.Compiler.Layout.TypeLayout;

namespace Waggle.Compiler.Frontend;

/// <summary>Makes IR of a program: its IL and that of all methods it calls, compiled in place.</summary>
/// <remarks>Variables become stack slots that later passes turn into SSA values; the evaluation stack becomes SSA values here.</remarks>
internal sealed partial class Translator(Declarations declarations, MethodCache methods, SourceMap sources, ProblemList problems)
{
    private const int InstructionLimit = 200_000;

    private Function _function = null!;
    private ProgramSource _program = null!;
    private Frame _frame = null!;
    private Block? _block;
    private CodeCopy _copy = null!;
    private int _offset;
    private int _count;
    private (Frame? Frame, int Offset, SourcePosition Position) _known = (null, 0, SourcePosition.None);
    private StackSlot? _result;
    private TypeLayout? _resultLayout;
    private Block _exit = null!;

    internal Function Translate(ProgramSource program)
    {
        _program = program;
        _function = new Function(program.Method.Name);
        return TranslateBody(program.Method, ProgramArguments, returnsAlways: true);
    }

    /// <summary>Makes IR of a method's code and of what it calls.</summary>
    /// <param name="method">The method.</param>
    /// <param name="makeArguments">Finds its arguments, once there is a block to put instructions into.</param>
    /// <param name="returnsAlways">Whether R0 must hold something at the end: 0 for a method without a result.</param>
    private Function TranslateBody(MethodBase method, Func<MethodCode, StackEntry[]> makeArguments, bool returnsAlways)
    {
        _count = 0;
        int known = problems.Problems.Count;
        if (methods.Find(method) is not { } code)
        {
            problems.Add(Rules.NoBody, SourcePosition.None, Name(method), "");
            return _function;
        }

        Type type = ReturnType(method);
        Block entry = _function.NewBlock();
        _exit = _function.NewBlock();
        _resultLayout = type != typeof(void) ? Layouts.Of(type) : returnsAlways ? Layouts.Of(typeof(int)) : null;
        _result = _resultLayout is null ? null : NewSlot("result", _resultLayout);
        _block = entry;
        var frame = new Frame(code, null, 0, null);
        _frame = frame;
        frame.Arguments = makeArguments(code);
        if (type != typeof(void)) (frame.ReturnSlot, frame.ReturnLayout) = (_result, _resultLayout);
        else if (_result is not null) Emit(new Store(_result, 0, _result.Size, Constant.Int32(0)));
        frame.ReturnBlock = _exit;
        RunFrame(frame);
        if (problems.Problems.Count > known) return _function; // perhaps incomplete, and never looked at
        _block = _exit;
        if (_result is null) Emit(new Return());
        else Emit(new Return(Emit(new Load(_result, 0, _resultLayout!.IsScalar ? _result.Size : 8, _resultLayout.IsSigned && _result.Size < 4))));
        _function.UpdatePredecessors();
        return _function;
    }

    private static Constant Number(long value, bool wide) => new(wide ? IrType.Int64 : IrType.Int32, value);

    private StackEntry[] ProgramArguments(MethodCode code)
    {
        var arguments = new StackEntry[code.ParameterTypes.Length];
        for (int i = 0; i < arguments.Length; i++)
        {
            Type type = code.ParameterTypes[i];
            if (type.IsByRef)
            {
                arguments[i] = new StackEntry(_function.Context);
                continue;
            }

            bool isPointer = type.IsGenericType && type.GetGenericTypeDefinition() == typeof(KernelPointer<>);
            bool isTyped = isPointer && _program.Hook.Type is ProgramType.Tracing or ProgramType.Lsm or ProgramType.StructOps;
            Value slot = _program.Hook.Parameters == HookParameters.Slots
                ? Emit(new Load(_function.Context, i * 8, 8, false) { IsInvariant = true, PointsTo = isTyped ? type.GetGenericArguments()[0] : null })
                : Fetch(i);
            TypeLayout layout = Layouts.Of(type);
            arguments[i] = layout.IsScalar ? new StackEntry(Narrow(slot, layout)) : Wrap(slot, layout);
        }

        for (int i = 0; i < arguments.Length; i++)
        {
            if (code.IsVariable[i]) arguments[i] = MakeVariable(arguments[i], Layouts.Of(code.ParameterTypes[i]));
        }

        return arguments;
    }

    /// <summary>An argument that is no slot of the context: a method of the language surface knows where it is.</summary>
    private Value Fetch(int index)
    {
        string method = _program.Hook.Parameters switch
        {
            HookParameters.SystemCall => nameof(HookArguments.SystemCall),
            HookParameters.Result => nameof(HookArguments.Result),
            HookParameters.Probe => nameof(HookArguments.Probe),
            _ => nameof(HookArguments.Register),
        };
        Inline(typeof(HookArguments).GetMethod(method, BindingFlags.Static | BindingFlags.NonPublic)!, [new StackEntry(Constant.Int32(index))]);
        return PopValue();
    }

    /// <summary>Translates all that is reachable in a frame. Afterwards control is at the frame's return block.</summary>
    private void RunFrame(Frame frame)
    {
        Frame outer = _frame;
        CodeCopy outerCopy = _copy;
        int outerOffset = _offset;
        _frame = frame;
        foreach (ExceptionHandlingClause clause in frame.Code.Clauses)
        {
            if (clause.Flags is ExceptionHandlingClauseOptions.Finally or ExceptionHandlingClauseOptions.Fault) continue;
            _offset = clause.HandlerOffset;
            Report(Rules.Catch, clause.Flags == ExceptionHandlingClauseOptions.Filter ? "'catch … when'" : "'catch'");
        }

        _copy = new CodeCopy((Block?)null);
        if (frame.Code.IsLeader(0)) Go(0);
        else RunFrom(0);
        while (!frame.IsAbandoned && frame.Pending.TryPop(out BlockStart? start))
        {
            _block = start.Block;
            _copy = start.Copy;
            frame.Stack.Clear();
            foreach ((StackSlot slot, IrType type, TypeLayout? layout) in start.Stack)
            {
                frame.Stack.Add(layout is null
                    ? new StackEntry(Emit(new Load(slot, 0, type == IrType.Int64 ? 8 : 4, false)))
                    : new StackEntry(slot, layout, IsOwned: true));
            }

            RunFrom(start.Offset);
        }

        _frame = outer;
        _copy = outerCopy;
        _offset = outerOffset;
    }

    private void RunFrom(int offset)
    {
        MethodCode code = _frame.Code;
        int index = code.IndexAt(offset);
        bool isFirst = true;
        while (_block is not null && !_frame.IsAbandoned)
        {
            if (index >= code.Instructions.Length) return;
            IlInstruction il = code.Instructions[index++];
            if (!isFirst && code.IsLeader(il.Offset))
            {
                Go(il.Offset);
                return;
            }

            isFirst = false;
            _offset = il.Offset;
            if (Lambda.At(code.Instructions, index - 1) is { } lambda)
            {
                PushLambda(code.ResolveMethod(lambda.Method), code.ResolveMethod(lambda.Constructor));
                index = lambda.Next;
                continue;
            }

            if (_count > InstructionLimit)
            {
                Report(Rules.TooManyInstructions, InstructionLimit);
                _block = null;
                return;
            }

            Step(il, ref index);
        }
    }

    private void Step(in IlInstruction il, ref int index)
    {
        if (Arithmetic(il) || Memory(il) || Flow(il)) return;
        switch (il.Code)
        {
            case ILOpCode.Call or ILOpCode.Callvirt:
                Call(_frame.Code.ResolveMethod(il.Operand), il.Code == ILOpCode.Callvirt, null);
                break;
            case ILOpCode.Newobj:
                NewObject(_frame.Code.ResolveMethod(il.Operand));
                break;
            case ILOpCode.Constrained:
                IlInstruction call = _frame.Code.Instructions[index++];
                Call(_frame.Code.ResolveMethod(call.Operand), true, _frame.Code.ResolveType(il.Operand));
                break;
            case ILOpCode.Nop or ILOpCode.Break or ILOpCode.Volatile or ILOpCode.Unaligned or ILOpCode.Readonly or ILOpCode.Tail:
                break;
            case ILOpCode.Sizeof:
                Push(Constant.Int32(Layouts.SizeOf(_frame.Code.ResolveType(il.Operand))));
                break;
            default:
                Refuse(il);
                break;
        }
    }

    private T Emit<T>(T instruction) where T : Instruction
    {
        instruction.Position = Position();
        _block!.Append(instruction);
        _count++;
        return instruction;
    }

    private SourcePosition Position()
    {
        if (_known.Frame == _frame && _known.Offset == _offset) return _known.Position;
        SourcePosition position = _frame.Code.IsLibrary && _frame.CallPosition is { } call ? call : sources.Find(_frame.Code.Method, _offset);
        if (position.Line == 0 && _frame.CallPosition is { } caller) position = caller; // code that the C# compiler made up
        _known = (_frame, _offset, position);
        return position;
    }

    internal static string Name(MethodBase method) => $"{TypeName(method.DeclaringType)}.{method.Name}";

    internal static string TypeName(Type? type)
    {
        if (type is null) return "";
        if (!type.IsGenericType) return type.Name;
        int tick = type.Name.IndexOf('`', StringComparison.Ordinal);
        string plain = tick < 0 ? type.Name : type.Name[..tick];
        return $"{plain}<{string.Join(", ", type.GetGenericArguments().Select(TypeName))}>";
    }
}
