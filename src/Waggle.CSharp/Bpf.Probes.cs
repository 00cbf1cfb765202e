namespace Waggle.CSharp;

public static partial class Bpf
{
    /// <summary>Address of the function that the program is attached to and that was hit (<c>bpf_get_func_ip</c>, Linux 5.15).</summary>
    public static ulong ProbedFunction => FunctionAddress(ref ProgramContext.Current);

    /// <summary>The number that user code gave this attachment, for programs with many of them (<c>bpf_get_attach_cookie</c>, Linux 5.15).</summary>
    public static ulong AttachCookie => Cookie(ref ProgramContext.Current);

    /// <summary>Number of arguments of the function that a <see cref="FentryAttribute"/> program and its kin are attached to
    /// (<c>bpf_get_func_arg_cnt</c>, Linux 5.17).</summary>
    public static uint ArgumentCount => (uint)CountArguments(ref ProgramContext.Current);

    /// <summary>An argument of the function that a <see cref="FentryAttribute"/> program and its kin are attached to, by number
    /// (<c>bpf_get_func_arg</c>, Linux 5.17).</summary>
    /// <returns>Whether there are so many.</returns>
    public static bool TryGetArgument(uint index, out ulong value)
    {
        value = 0;
        return GetArgument(ref ProgramContext.Current, index, ref value) == 0;
    }

    /// <summary>What the function returned that a <see cref="FexitAttribute"/> or <see cref="FmodRetAttribute"/> program is attached to
    /// (<c>bpf_get_func_ret</c>, Linux 5.17).</summary>
    /// <returns>Whether there is a result.</returns>
    public static bool TryGetResult(out ulong value)
    {
        value = 0;
        return GetResult(ref ProgramContext.Current, ref value) == 0;
    }

    /// <summary>An argument of the static probe that a <see cref="UsdtAttribute"/> program is attached to.</summary>
    /// <param name="index">A constant: 0 to 11.</param>
    /// <returns>The value, extended from its size; 0 if there is none or it can't be read.</returns>
    public static ulong ProbeArgument(int index)
    {
        MapValue<UsdtSpecification> found = UsdtTable.Find((uint)AttachCookie);
        if (!found.Exists || index >= found.Value.Count) return 0;
        ref UsdtArgument argument = ref found.Value.Arguments[index];
        ulong value = argument.Value;
        if (argument.Kind != UsdtArgument.Constant)
        {
            ulong context = AddressOf(in ProgramContext.Current);
            TryReadKernel(context + (ulong)argument.Register, out value);
            if (argument.Kind != UsdtArgument.InRegister)
            {
                ulong address = value + argument.Value;
                if (argument.Kind == UsdtArgument.Indexed)
                {
                    TryReadKernel(context + argument.IndexRegister, out ulong indexed);
                    address += indexed << (int)argument.Scale;
                }

                TryReadUser(address, out value);
            }
        }

        int shift = argument.Shift & 63;
        value <<= shift;
        return argument.IsSigned != 0 ? (ulong)((long)value >> shift) : value >> shift;
    }

    [Helper(173, Since = "5.15", IsInvariant = true)]
    private static ulong FunctionAddress(ref byte context) => BpfHost.Current.Call(173, BpfHost.Address(in context));

    [Helper(174, Since = "5.15", IsInvariant = true)]
    private static ulong Cookie(ref byte context) => BpfHost.Current.Call(174, BpfHost.Address(in context));

    [Helper(183, Since = "5.17")]
    private static long GetArgument(ref byte context, uint index, ref ulong value) =>
        (long)BpfHost.Current.Call(183, BpfHost.Address(in context), index, BpfHost.Address(in value));

    [Helper(184, Since = "5.17")]
    private static long GetResult(ref byte context, ref ulong value) =>
        (long)BpfHost.Current.Call(184, BpfHost.Address(in context), BpfHost.Address(in value));

    [Helper(185, Since = "5.17", IsInvariant = true)]
    private static long CountArguments(ref byte context) => (long)BpfHost.Current.Call(185, BpfHost.Address(in context));
}
