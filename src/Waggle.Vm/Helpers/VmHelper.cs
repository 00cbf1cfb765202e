using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Runtime.CompilerServices;
using Waggle.Bpf.Catalog;
using Waggle.Vm.Execution;

namespace Waggle.Vm.Helpers;

/// <summary>A helper of the application: a static method that programs can call.</summary>
/// <remarks>
/// <para>Its parameters are its contract. Without a proof each call is held against it before the method runs; what breaks it ends the run.</para>
/// <list type="table">
/// <item><term>an integer, bool, enum</term><description>r1 to r5: any number, of which the lowest bytes count</description></item>
/// <item><term>ReadOnlySpan&lt;byte&gt;, Span&lt;byte&gt;</term><description>two registers, address and size: memory that the program may read, or read and write</description></item>
/// <item><term>in T, ref T, out T</term><description>the address of an unmanaged T that the program may read, read and write, or write</description></item>
/// <item><term><see cref="Bpf.Maps.LiveMap"/></term><description>a map of the program</description></item>
/// <item><term><see cref="VmCall"/></term><description>no register: who calls</description></item>
/// </list>
/// <para>It returns nothing, an integer, a bool or an enum. What it throws ends the run as a fault, not the process. It is called by many
/// threads at once, and memory that it is given may be changed by other programs while it reads. A call costs about 2 ns.</para>
/// </remarks>
public sealed unsafe class VmHelper
{
    /// <summary>The lowest number that a helper of an application may have.</summary>
    public const int FirstNumber = 0x1_0000;

    private const int MaximumRegisters = 5;

    private readonly Delegate _adapter; // keeps the code that Binding points to

    private VmHelper(string name, HelperContract contract, Delegate adapter, delegate*<RunContext, ulong, ulong, ulong, ulong, ulong, ulong> function)
    {
        (Name, Contract, _adapter) = (name, contract, adapter);
        Binding = new(contract.Number, name, function, ContractCheck.For(contract.Number, name, contract.Arguments)) { MayFault = true, Owner = adapter };
    }

    /// <summary>What C code calls it.</summary>
    public string Name { get; }

    /// <summary>The immediate of a call; 0 if it is called by name only.</summary>
    public int Number => Contract.Number;

    /// <summary>What it takes and returns, as a verifier reads it.</summary>
    public HelperContract Contract { get; }

    internal HelperBinding Binding { get; }

    /// <summary>Makes a helper of a static method, under the name and number that a <see cref="VmHelperAttribute"/> gives it or else its own name.</summary>
    /// <param name="method">The method: <c>VmHelper.Of(Limits.Take)</c>.</param>
    /// <exception cref="ArgumentException">A method like this can't be a helper; the text names the parameter.</exception>
    /// <exception cref="PlatformNotSupportedException">This process can't compile at run time (NativeAOT).</exception>
    public static VmHelper Of(Delegate method)
    {
        ArgumentNullException.ThrowIfNull(method);
        return Of(method.Method);
    }

    /// <summary>Makes helpers of the static methods of a class that have a <see cref="VmHelperAttribute"/>, private ones included.</summary>
    /// <exception cref="ArgumentException">There is none, or one of them can't be a helper.</exception>
    /// <exception cref="PlatformNotSupportedException">This process can't compile at run time (NativeAOT).</exception>
    public static ImmutableArray<VmHelper> In(
        [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicMethods | DynamicallyAccessedMemberTypes.NonPublicMethods)] Type type)
    {
        ArgumentNullException.ThrowIfNull(type);
        ImmutableArray<VmHelper> found =
        [
            .. type.GetMethods(BindingFlags.Static | BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly)
                .Where(m => m.IsDefined(typeof(VmHelperAttribute))).Select(Of),
        ];
        return !found.IsEmpty ? found : throw new ArgumentException($"{type} has no static method with [VmHelper].", nameof(type));
    }

    /// <summary>Name and number.</summary>
    public override string ToString() => Number == 0 ? Name : $"{Name} ({Number})";

    private static VmHelper Of(MethodInfo method)
    {
        VmHelperAttribute? attribute = method.GetCustomAttribute<VmHelperAttribute>();
        (string name, int number) = (attribute?.Name ?? method.Name, attribute?.Number ?? 0);
        if (!method.IsStatic) throw Refusal(method, "it is no static method: keep state in the engine's VmHost, which a VmCall parameter leads to");
        if (method.ContainsGenericParameters) throw Refusal(method, "it is generic");
        if (number != 0 && number < FirstNumber) throw Refusal(method, $"its number {number} may be Linux's: take one from {FirstNumber} on");
        if (number == Bpf.Objects.CoreRelocator.Poison) throw Refusal(method, $"the number {number} stands for instructions that could not be relocated");
        if (!RuntimeFeature.IsDynamicCodeSupported)
            throw new PlatformNotSupportedException("This process can't compile at run time (NativeAOT), so that it can't have helpers of its own.");
        HelperParameter[] parameters = [.. method.GetParameters().Select(p => HelperParameter.Of(p) is var found && found.Problem is null ? found : throw Refusal(method, found.Problem))];
        if (!HelperParameter.IsReturnable(method.ReturnType)) throw Refusal(method, $"it returns {method.ReturnType.Name}, and r0 holds an integer");
        int registers = parameters.Sum(p => p.RegisterCount);
        if (registers > MaximumRegisters) throw Refusal(method, $"its parameters take {registers} registers (a span takes two), and there are {MaximumRegisters}");
        HelperContract contract = new(
            number,
            method.ReturnType == typeof(void) ? HelperReturn.Nothing : HelperReturn.Integer,
            [.. parameters.SelectMany(p => p.Arguments)],
            ProgramTypeSet.Of(Enum.GetValues<ProgramType>())) { TakesPackets = true };
        Delegate adapter = HelperAdapter.Emit(name, method, parameters, out nint function);
        return new VmHelper(name, contract, adapter, (delegate*<RunContext, ulong, ulong, ulong, ulong, ulong, ulong>)function);
    }

    private static ArgumentException Refusal(MethodInfo method, string why) =>
        new($"{method.DeclaringType?.Name}.{method.Name} can't be a helper: {why}.", nameof(method));
}
