using System.Reflection;
using System.Reflection.Metadata;
using Waggle.Compiler.Diagnostics;
using Waggle.Compiler.Ir;
using Constant = Waggle.Compiler.Ir.Constant;

namespace Waggle.Compiler.Frontend;

/// <summary>Branches, returns, and the ways out of a try block.</summary>
internal sealed partial class Translator
{
    private bool Flow(in IlInstruction il)
    {
        switch (il.Code)
        {
            case ILOpCode.Br or ILOpCode.Br_s:
                Go((int)il.Operand);
                return true;
            case ILOpCode.Brtrue or ILOpCode.Brtrue_s: return BranchOn(il, Condition.NotEqual);
            case ILOpCode.Brfalse or ILOpCode.Brfalse_s: return BranchOn(il, Condition.Equal);
            case ILOpCode.Beq or ILOpCode.Beq_s: return BranchIf(il, Condition.Equal);
            case ILOpCode.Bne_un or ILOpCode.Bne_un_s: return BranchIf(il, Condition.NotEqual);
            case ILOpCode.Blt or ILOpCode.Blt_s: return BranchIf(il, Condition.Less);
            case ILOpCode.Ble or ILOpCode.Ble_s: return BranchIf(il, Condition.LessOrEqual);
            case ILOpCode.Bgt or ILOpCode.Bgt_s: return BranchIf(il, Condition.Greater);
            case ILOpCode.Bge or ILOpCode.Bge_s: return BranchIf(il, Condition.GreaterOrEqual);
            case ILOpCode.Blt_un or ILOpCode.Blt_un_s: return BranchIf(il, Condition.LessUnsigned);
            case ILOpCode.Ble_un or ILOpCode.Ble_un_s: return BranchIf(il, Condition.LessOrEqualUnsigned);
            case ILOpCode.Bgt_un or ILOpCode.Bgt_un_s: return BranchIf(il, Condition.GreaterUnsigned);
            case ILOpCode.Bge_un or ILOpCode.Bge_un_s: return BranchIf(il, Condition.GreaterOrEqualUnsigned);
            case ILOpCode.Switch:
                Switch(il);
                return true;
            case ILOpCode.Ret:
                Return();
                return true;
            case ILOpCode.Leave or ILOpCode.Leave_s:
                Leave((int)il.Operand);
                return true;
            case ILOpCode.Endfinally:
                Emit(new Jump(_copy.After!));
                _block = null;
                return true;
            case ILOpCode.Throw or ILOpCode.Rethrow:
                if (!_frame.Code.IsLibrary) Report(Rules.Throw);
                EndProgram();
                return true;
            default:
                return false;
        }
    }

    private void Go(int offset)
    {
        Block target = Enter(offset);
        Emit(new Jump(target));
        _block = null;
    }

    private bool BranchOn(in IlInstruction il, Condition condition)
    {
        Value value = PopValue();
        Branch(il, condition, value, Number(0, value.Type == IrType.Int64));
        return true;
    }

    private bool BranchIf(in IlInstruction il, Condition condition)
    {
        (Value left, Value right) = PopPair();
        Branch(il, condition, left, right);
        return true;
    }

    private void Branch(in IlInstruction il, Condition condition, Value left, Value right)
    {
        if (left is Constant a && right is Constant b)
        {
            Go(condition.Holds(a, b) ? (int)il.Operand : il.Next); // what is never reached may be anything
            return;
        }

        Block whenTrue = Enter((int)il.Operand);
        Block whenFalse = Enter(il.Next);
        Emit(new Branch(condition, left, right, whenTrue, whenFalse));
        _block = null;
    }

    private void Switch(in IlInstruction il)
    {
        Value value = PopValue();
        for (int i = 0; i < il.Targets!.Length; i++)
        {
            Block target = Enter(il.Targets[i]);
            Block next = _function.NewBlock();
            Emit(new Branch(Condition.Equal, value, Number(i, value.Type == IrType.Int64), target, next));
            _block = next;
        }

        Go(il.Next);
    }

    private void Return()
    {
        if (_frame.ReturnBlock is null) return; // straight code: the caller takes the result from the stack
        if (_frame.ReturnSlot is { } slot) StoreTo(slot, 0, _frame.ReturnLayout!, Pop());
        Emit(new Jump(_frame.ReturnBlock));
        _block = null;
    }

    /// <summary>Runs a copy of each finally block on the way, then goes on at <paramref name="target"/>.</summary>
    private void Leave(int target)
    {
        _frame.Stack.Clear();
        Block next = StartAt(_copy, target, []).Block;
        foreach (int index in Enumerable.Reverse(_frame.FinallyClausesAt(_offset).ToList()))
        {
            ExceptionHandlingClause clause = _frame.Code.Clauses[index];
            if (Frame.Contains(clause, target) || clause.Flags == ExceptionHandlingClauseOptions.Fault) continue;
            next = StartAt(new CodeCopy(next), clause.HandlerOffset, []).Block;
        }

        Emit(new Jump(next));
        _block = null;
    }

    /// <summary>Ends the program with 0 where C# would throw: finally blocks run, as they would.</summary>
    private void EndProgram()
    {
        Emit(new Jump(EndFrom(_frame, _offset)));
        _block = null;
    }

    private void EndUnless(Condition condition, Value left, Value right)
    {
        if (left is Constant a && right is Constant b && condition.Holds(a, b)) return;
        OwnStack();
        Block good = _function.NewBlock();
        Block end = EndFrom(_frame, _offset);
        Emit(new Branch(condition, left, right, good, end));
        _block = good;
    }

    private Block EndFrom(Frame? frame, int offset)
    {
        if (frame is null)
        {
            Block end = _function.NewBlock();
            if (_result is not null && _resultLayout!.IsScalar) end.Append(new Store(_result, 0, _result.Size, Number(0, _result.Size == 8)) { Position = Position() });
            else if (_result is not null) end.Append(new Clear(_result, _resultLayout!) { Position = Position() });
            end.Append(new Jump(_exit) { Position = Position() });
            return end;
        }

        foreach (int index in frame.FinallyClausesAt(offset))
        {
            if (frame.Ends.TryGetValue(index, out Block? known)) return known;
            ExceptionHandlingClause clause = frame.Code.Clauses[index];
            Block after = EndFrom(frame, clause.HandlerOffset); // a handler lies in the clauses that enclose its try block
            Frame current = _frame;
            _frame = frame;
            Block start = StartAt(new CodeCopy(after), clause.HandlerOffset, []).Block;
            _frame = current;
            frame.Ends[index] = start;
            return start;
        }

        return EndFrom(frame.Parent, frame.CallOffset);
    }

}
