using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Reflection.Emit;
using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;
using Waggle.Vm.Execution;
using Waggle.Vm.Maps;

namespace Waggle.Vm.Helpers;

/// <summary>Writes the code between the registers of a program and the parameters of a method.</summary>
/// <remarks>Machine code that calls the method directly: no reflection, no boxes, nothing allocated.</remarks>
internal static unsafe class HelperAdapter
{
    private delegate ulong Function(RunContext run, ulong r1, ulong r2, ulong r3, ulong r4, ulong r5);

    private delegate nint Address();

    private static readonly Type[] s_parameters = [typeof(RunContext), typeof(ulong), typeof(ulong), typeof(ulong), typeof(ulong), typeof(ulong)];

    /// <summary>Writes the code.</summary>
    /// <param name="name">The helper's name.</param>
    /// <param name="method">The method.</param>
    /// <param name="parameters">Its parameters.</param>
    /// <param name="function">The code's address, which a managed call takes; valid as long as the returned delegate lives.</param>
    [UnconditionalSuppressMessage("AOT", "IL3050", Justification = "Called only where the process can compile at run time.")]
    internal static Delegate Emit(string name, MethodInfo method, HelperParameter[] parameters, out nint function)
    {
        DynamicMethod adapter = new($"helper_{name}", typeof(ulong), s_parameters, typeof(HelperAdapter), skipVisibility: true);
        ILGenerator il = adapter.GetILGenerator();
        LocalBuilder result = il.DeclareLocal(typeof(ulong));
        il.BeginExceptionBlock();
        int register = 1;
        foreach (HelperParameter parameter in parameters) LoadParameter(il, parameter, ref register);
        il.Emit(OpCodes.Call, method);
        ExtendResult(il, method.ReturnType);
        il.Emit(OpCodes.Stloc, result);
        il.BeginCatchBlock(typeof(Exception));
        LocalBuilder error = il.DeclareLocal(typeof(Exception));
        il.Emit(OpCodes.Stloc, error);
        il.Emit(OpCodes.Ldarg_0);
        il.Emit(OpCodes.Ldstr, name);
        il.Emit(OpCodes.Ldloc, error);
        CallOwn(il, nameof(Fail));
        il.EndExceptionBlock();
        il.Emit(OpCodes.Ldloc, result);
        il.Emit(OpCodes.Ret);
        Delegate compiled = adapter.CreateDelegate(typeof(Function));
        function = AddressOf(adapter);
        return compiled;
    }

    private static void LoadParameter(ILGenerator il, HelperParameter parameter, ref int register)
    {
        switch (parameter.Kind)
        {
            case HelperParameterKind.Call:
                il.Emit(OpCodes.Ldarg_0);
                il.Emit(OpCodes.Newobj, typeof(VmCall).GetConstructor(BindingFlags.Instance | BindingFlags.NonPublic, [typeof(RunContext)])!);
                break;
            case HelperParameterKind.Map:
                il.Emit(OpCodes.Ldarg_0);
                LoadRegister(il, ref register);
                CallOwn(il, nameof(MapOf));
                break;
            case HelperParameterKind.Span:
                LoadRegister(il, ref register);
                LoadRegister(il, ref register);
                CallOwn(il, parameter.Type == typeof(Span<byte>) ? nameof(Writable) : nameof(Readable));
                break;
            case HelperParameterKind.Reference:
                LoadRegister(il, ref register);
                il.Emit(OpCodes.Conv_U);
                break;
            default:
                LoadRegister(il, ref register);
                Narrow(il, parameter.Type);
                break;
        }
    }

    private static void LoadRegister(ILGenerator il, ref int register) => il.Emit(OpCodes.Ldarg_S, (byte)register++);

    // As C has it: the callee takes the lowest bytes, and a bool is one byte.
    private static void Narrow(ILGenerator il, Type type)
    {
        switch (Type.GetTypeCode(type))
        {
            case TypeCode.Boolean:
                il.Emit(OpCodes.Conv_U1);
                il.Emit(OpCodes.Ldc_I4_0);
                il.Emit(OpCodes.Cgt_Un);
                break;
            case TypeCode.SByte: il.Emit(OpCodes.Conv_I1); break;
            case TypeCode.Byte: il.Emit(OpCodes.Conv_U1); break;
            case TypeCode.Int16: il.Emit(OpCodes.Conv_I2); break;
            case TypeCode.UInt16 or TypeCode.Char: il.Emit(OpCodes.Conv_U2); break;
            case TypeCode.Int32: il.Emit(OpCodes.Conv_I4); break;
            case TypeCode.UInt32: il.Emit(OpCodes.Conv_U4); break;
            case TypeCode.Object: il.Emit(OpCodes.Conv_I); break; // nint, nuint
            default: break;
        }
    }

    private static void ExtendResult(ILGenerator il, Type type)
    {
        switch (Type.GetTypeCode(type.IsEnum ? type.GetEnumUnderlyingType() : type))
        {
            case TypeCode.Object when type == typeof(void): il.Emit(OpCodes.Ldc_I8, 0L); break;
            case TypeCode.Int64 or TypeCode.UInt64: break;
            case TypeCode.SByte or TypeCode.Int16 or TypeCode.Int32: il.Emit(OpCodes.Conv_I8); break;
            case TypeCode.Object when type == typeof(nint): il.Emit(OpCodes.Conv_I8); break;
            default: il.Emit(OpCodes.Conv_U8); break;
        }
    }

    private static void CallOwn(ILGenerator il, string method) =>
        il.Emit(OpCodes.Call, typeof(HelperAdapter).GetMethod(method, BindingFlags.Static | BindingFlags.NonPublic)!);

    // ILGenerator refuses ldftn of a dynamic method; the metadata knows it.
    [UnconditionalSuppressMessage("AOT", "IL3050", Justification = "Called only where the process can compile at run time.")]
    private static nint AddressOf(DynamicMethod method)
    {
        DynamicMethod load = new("address", typeof(nint), [], typeof(HelperAdapter), skipVisibility: true);
        DynamicILInfo il = load.GetDynamicILInfo();
        int token = il.GetTokenFor(method);
        byte[] code = [0xfe, 0x06, 0, 0, 0, 0, 0x2a]; // ldftn TOKEN; ret
        MemoryMarshal.Write(code.AsSpan(2), in token);
        il.SetCode(code, maxStackSize: 1);
        il.SetLocalSignature(SignatureHelper.GetLocalVarSigHelper().GetSignature());
        return load.CreateDelegate<Address>()();
    }

    // A size of 0 goes with any address, which is no place for a reference.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ReadOnlySpan<byte> Readable(ulong address, ulong size) => size == 0 ? default : new((void*)address, (int)size);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Span<byte> Writable(ulong address, ulong size) => size == 0 ? default : new((void*)address, (int)size);

    private static VmMap MapOf(RunContext run, ulong handle) => run.MapOf(handle)!;

    private static void Fail(RunContext run, string name, Exception error)
    {
        if (error is FaultException) ExceptionDispatchInfo.Throw(error);
        throw new FaultException(new VmFault(VmFaultKind.HelperException, run.Current.Image.Name, run.Slot, $"The helper {name} threw {error.GetType().Name}: {error.Message}")
        {
            Cause = error,
        });
    }
}
