using System.Reflection.Metadata;
using Waggle.Compiler.Diagnostics;
using Waggle.Compiler.Ir;
using Constant = Waggle.Compiler.Ir.Constant;

namespace Waggle.Compiler.Frontend;

/// <summary>Instructions that have no meaning in a BPF program: each is reported, and a zero takes its result's place.</summary>
internal sealed partial class Translator
{
    private void Refuse(in IlInstruction il)
    {
        MethodCode code = _frame.Code;
        switch (il.Code)
        {
            case ILOpCode.Newarr:
                Replace(1, Rules.ArrayAllocation, TypeName(code.ResolveType(il.Operand)));
                break;
            case ILOpCode.Box:
                Replace(1, Rules.Boxing, TypeName(code.ResolveType(il.Operand)));
                break;
            case ILOpCode.Ldstr:
                Replace(0, Rules.StringLiteral, code.ResolveString(il.Operand));
                break;
            case ILOpCode.Ldftn:
                Push(new FunctionAddress(_functions.Find(code.ResolveMethod(il.Operand), 0, isCallback: true)));
                break;
            case ILOpCode.Ldvirtftn:
                Replace(1, Rules.Delegate, Name(code.ResolveMethod(il.Operand)));
                break;
            case ILOpCode.Calli:
                Report(Rules.Delegate, "a function pointer");
                EndProgram();
                break;
            case ILOpCode.Localloc:
                Replace(1, Rules.StackAlloc);
                break;
            case ILOpCode.Ckfinite or ILOpCode.Ldind_r4 or ILOpCode.Ldind_r8:
                Replace(1, Rules.FloatingPoint, "a value of type float or double");
                break;
            case ILOpCode.Stind_r4 or ILOpCode.Stind_r8:
                Replace(2, Rules.FloatingPoint, "a value of type float or double");
                Pop();
                break;
            case ILOpCode.Ldlen or ILOpCode.Castclass or ILOpCode.Isinst or ILOpCode.Unbox or ILOpCode.Unbox_any:
                Replace(1, Rules.Unsupported, "use an object or an array", "Use structs and inline arrays.");
                break;
            case ILOpCode.Ldelema or ILOpCode.Ldelem or >= ILOpCode.Ldelem_i1 and <= ILOpCode.Ldelem_ref:
                Replace(2, Rules.Unsupported, "read an array", "Use a struct with [InlineArray(n)], or an ArrayMap.");
                break;
            case ILOpCode.Stelem or >= ILOpCode.Stelem_i and <= ILOpCode.Stelem_ref:
                Replace(3, Rules.Unsupported, "write to an array", "Use a struct with [InlineArray(n)], or an ArrayMap.");
                Pop();
                break;
            case ILOpCode.Ldtoken:
                Replace(0, Rules.Unsupported, "ask for a type with typeof", "Decide it in the program that loads this one, and pass a number by a static field.");
                break;
            case ILOpCode.Initblk or ILOpCode.Cpblk:
                Replace(3, Rules.Unsupported, "fill or copy bytes of unknown number", "Copy structs, or use a loop with a bound.");
                Pop();
                break;
            default:
                Report(Rules.Unsupported, $"use the IL instruction {il.Code.ToString().ToLowerInvariant()}", "Write the code another way.");
                EndProgram();
                break;
        }
    }

    /// <summary>Reports a broken rule here. Inside .NET's own code the user is told of the call that leads there, once.</summary>
    private void Report(Rule rule, params ReadOnlySpan<object?> particulars)
    {
        Frame? outermost = null;
        for (Frame? frame = _frame; frame is not null; frame = frame.Parent)
        {
            if (MethodCode.IsFramework(frame.Code.Method.Module.Assembly)) outermost = frame;
        }

        if (outermost is null)
        {
            problems.Add(rule, Position(), particulars);
            return;
        }

        problems.Add(Rules.NoBody, Position(), Name(outermost.Code.Method), "Write what you need of it in C#, or use a member of Bpf.");
        for (Frame? frame = _frame; frame != outermost.Parent; frame = frame!.Parent)
        {
            frame!.IsAbandoned = true;
            frame.Pending.Clear();
        }
    }

    private void Replace(int pops, Rule rule, params ReadOnlySpan<object?> particulars)
    {
        Report(rule, particulars);
        for (int i = 0; i < pops; i++) Pop();
        Push(Constant.Int64(0));
    }
}
