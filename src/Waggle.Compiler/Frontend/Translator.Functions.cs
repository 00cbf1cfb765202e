using System.Reflection;
using Waggle.Compiler.Diagnostics;
using Waggle.Compiler.Ir;
using Waggle.Compiler.Layout;
using Waggle.CSharp;

namespace Waggle.Compiler.Frontend;

/// <summary>Functions of their own: methods that must not be compiled into their callers, callbacks, and functions of the kernel.</summary>
internal sealed partial class Translator
{
    private readonly FunctionTable _functions = new();
    private bool _isInFunction; // and not in the program itself, which has the context

    /// <summary>Makes IR of a function that programs call.</summary>
    internal Function Translate(IrFunction function)
    {
        int count = function.FirstArgument + MethodCode.Parameters(function.Method).Length;
        _function = new Function(function.Name) { Arguments = [.. Enumerable.Range(0, Math.Min(count, HelperArgumentLimit)).Select(i => new Argument(i))] };
        _isInFunction = true;
        Function made = TranslateBody(function.Method, code => FunctionArguments(function, code), function.IsCallback);
        _isInFunction = false;
        return made;
    }

    /// <summary>Whether a method stays a function: it says so, and is the user's own.</summary>
    private static bool IsFunction(MethodBase target) =>
        (target.MethodImplementationFlags & MethodImplAttributes.NoInlining) != 0
        && !target.IsConstructor && !MethodCode.IsFramework(target.Module.Assembly) && !IsThrower(target);

    private StackEntry[] FunctionArguments(IrFunction function, MethodCode code)
    {
        var arguments = new StackEntry[code.ParameterTypes.Length];
        int register = function.FirstArgument;
        for (int i = 0; i < arguments.Length; i++)
        {
            Type type = code.ParameterTypes[i];
            if (i == 0 && IsLambdaOwner(function.Method))
            {
                arguments[i] = new StackEntry(Constant.Int64(0)); // the object without fields that C# hangs lambdas on
                continue;
            }

            Argument argument = _function.Arguments[register++];
            TypeLayout layout = Layouts.Of(type);
            arguments[i] = layout.IsScalar ? new StackEntry(Narrow(argument, layout))
                : layout.Size <= 8 ? Wrap(argument, layout)
                : new StackEntry(argument, layout);
            if (code.IsVariable[i]) arguments[i] = MakeVariable(arguments[i], layout);
        }

        return arguments;
    }

    private static bool IsLambdaOwner(MethodBase method) => !method.IsStatic && !method.DeclaringType!.IsValueType;

    private void CallFunction(MethodBase target, StackEntry[] arguments)
    {
        Type result = ReturnType(target);
        string? complaint =
            !target.IsStatic && !target.DeclaringType!.IsValueType ? "make it static."
            : result != typeof(void) && !Layouts.Of(result).IsScalar && Layouts.Of(result).Size > 8 ? "it returns more than 8 bytes. Return it by an 'out' parameter."
            : null;
        if (complaint is not null) Report(Rules.FunctionSignature, Name(target), complaint);
        if (arguments.Length > HelperArgumentLimit) Report(Rules.FunctionArguments, Name(target), arguments.Length);
        if (complaint is not null || arguments.Length > HelperArgumentLimit) PushDefault(result);
        else CallTo(new FunctionTarget(_functions.Find(target, 0, isCallback: false)), target, arguments);
    }

    /// <summary>Puts the address of a lambda's function on the stack.</summary>
    private void PushLambda(MethodBase method, MethodBase constructor)
    {
        int first = constructor.DeclaringType!.GetCustomAttribute<CallbackAttribute>()?.FirstArgument ?? 0;
        Push(new FunctionAddress(_functions.Find(method, first, isCallback: true)));
    }

    /// <summary>Makes a delegate of what stands on the stack: an object and the address of a function.</summary>
    private void NewDelegate(MethodBase constructor)
    {
        StackEntry function = Pop();
        StackEntry owner = Pop();
        MethodBase? method = (function.Value as FunctionAddress)?.Function.Method;
        if (method is not null && owner.Value is Constant { Number: 0 })
        {
            PushLambda(method, constructor);
            return;
        }

        if (method is not null && IsCapture(method.DeclaringType!)) Report(Rules.Capture, Name(_frame.Code.Method));
        else Report(Rules.Delegate, TypeName(constructor.DeclaringType));
        Push(Constant.Int64(0));
    }

    /// <summary>Whether a class is what C# keeps variables in that a lambda captures.</summary>
    private static bool IsCapture(Type type) => type.Name.StartsWith("<>c__DisplayClass", StringComparison.Ordinal);

    /// <summary>A delegate that is known is the method itself.</summary>
    private bool InvokeKnown(MethodBase target, StackEntry[] arguments)
    {
        if (target.Name != "Invoke" || !typeof(Delegate).IsAssignableFrom(target.DeclaringType) || arguments[0].Value is not FunctionAddress address) return false;
        MethodBase method = address.Function.Method;
        Inline(method, IsLambdaOwner(method) ? [new StackEntry(Constant.Int64(0)), .. arguments[1..]] : arguments[1..]);
        return true;
    }
}
