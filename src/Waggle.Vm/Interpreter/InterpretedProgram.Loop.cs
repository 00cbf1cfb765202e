using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using Waggle.Vm.Execution;

namespace Waggle.Vm.Interpreter;

/// <summary>The loop that runs instructions one by one: the reference for what compiled code does.</summary>
/// <remarks>Semantics: RFC 9669 sections 4 and 5. Three things that it leaves open are fixed here, so that all engines agree: r1 to r5 are
/// zero after any call, a function starts with zero in all registers that hold no argument, and its frame starts as zeros.</remarks>
internal sealed unsafe partial class InterpretedProgram
{
    /// <summary>Runs from an instruction to the exit of its function.</summary>
    /// <param name="run">The run.</param>
    /// <param name="slot">First instruction.</param>
    /// <param name="r">r0 to r10.</param>
    /// <returns>r0.</returns>
    private ulong Execute<TMode>(RunContext run, int slot, ulong* r) where TMode : struct, IAccessMode
    {
        Op* start = _code;
        Op* op = start + slot;
        while (true)
        {
            switch (op->Code)
            {
                case OpCode.Add64K: r[op->Destination] += (ulong)op->Immediate; break;
                case OpCode.Add64X: r[op->Destination] += r[op->Source]; break;
                case OpCode.Add32K: r[op->Destination] = (uint)r[op->Destination] + (uint)op->Immediate; break;
                case OpCode.Add32X: r[op->Destination] = (uint)r[op->Destination] + (uint)r[op->Source]; break;
                case OpCode.Subtract64K: r[op->Destination] -= (ulong)op->Immediate; break;
                case OpCode.Subtract64X: r[op->Destination] -= r[op->Source]; break;
                case OpCode.Subtract32K: r[op->Destination] = (uint)r[op->Destination] - (uint)op->Immediate; break;
                case OpCode.Subtract32X: r[op->Destination] = (uint)r[op->Destination] - (uint)r[op->Source]; break;
                case OpCode.Multiply64K: r[op->Destination] *= (ulong)op->Immediate; break;
                case OpCode.Multiply64X: r[op->Destination] *= r[op->Source]; break;
                case OpCode.Multiply32K: r[op->Destination] = (uint)r[op->Destination] * (uint)op->Immediate; break;
                case OpCode.Multiply32X: r[op->Destination] = (uint)r[op->Destination] * (uint)r[op->Source]; break;
                case OpCode.Or64K: r[op->Destination] |= (ulong)op->Immediate; break;
                case OpCode.Or64X: r[op->Destination] |= r[op->Source]; break;
                case OpCode.Or32K: r[op->Destination] = (uint)r[op->Destination] | (uint)op->Immediate; break;
                case OpCode.Or32X: r[op->Destination] = (uint)r[op->Destination] | (uint)r[op->Source]; break;
                case OpCode.And64K: r[op->Destination] &= (ulong)op->Immediate; break;
                case OpCode.And64X: r[op->Destination] &= r[op->Source]; break;
                case OpCode.And32K: r[op->Destination] = (uint)r[op->Destination] & (uint)op->Immediate; break;
                case OpCode.And32X: r[op->Destination] = (uint)r[op->Destination] & (uint)r[op->Source]; break;
                case OpCode.Xor64K: r[op->Destination] ^= (ulong)op->Immediate; break;
                case OpCode.Xor64X: r[op->Destination] ^= r[op->Source]; break;
                case OpCode.Xor32K: r[op->Destination] = (uint)r[op->Destination] ^ (uint)op->Immediate; break;
                case OpCode.Xor32X: r[op->Destination] = (uint)r[op->Destination] ^ (uint)r[op->Source]; break;
                case OpCode.Divide64K: r[op->Destination] = Arithmetic.Divide(r[op->Destination], (ulong)op->Immediate); break;
                case OpCode.Divide32K: r[op->Destination] = Arithmetic.Divide((uint)r[op->Destination], (uint)op->Immediate); break;
                case OpCode.Divide64X: r[op->Destination] = Arithmetic.Divide(r[op->Destination], r[op->Source]); break;
                case OpCode.Divide32X: r[op->Destination] = Arithmetic.Divide((uint)r[op->Destination], (uint)r[op->Source]); break;
                case OpCode.Modulo64K: r[op->Destination] = Arithmetic.Modulo(r[op->Destination], (ulong)op->Immediate); break;
                case OpCode.Modulo32K: r[op->Destination] = Arithmetic.Modulo((uint)r[op->Destination], (uint)op->Immediate); break;
                case OpCode.Modulo64X: r[op->Destination] = Arithmetic.Modulo(r[op->Destination], r[op->Source]); break;
                case OpCode.Modulo32X: r[op->Destination] = Arithmetic.Modulo((uint)r[op->Destination], (uint)r[op->Source]); break;
                case OpCode.DivideSigned64K: r[op->Destination] = (ulong)Arithmetic.DivideSigned((long)r[op->Destination], (long)op->Immediate); break;
                case OpCode.DivideSigned32K: r[op->Destination] = (uint)Arithmetic.DivideSigned((int)r[op->Destination], (int)op->Immediate); break;
                case OpCode.DivideSigned64X: r[op->Destination] = (ulong)Arithmetic.DivideSigned((long)r[op->Destination], (long)r[op->Source]); break;
                case OpCode.DivideSigned32X: r[op->Destination] = (uint)Arithmetic.DivideSigned((int)r[op->Destination], (int)r[op->Source]); break;
                case OpCode.ModuloSigned64K: r[op->Destination] = (ulong)Arithmetic.ModuloSigned((long)r[op->Destination], (long)op->Immediate); break;
                case OpCode.ModuloSigned32K: r[op->Destination] = (uint)Arithmetic.ModuloSigned((int)r[op->Destination], (int)op->Immediate); break;
                case OpCode.ModuloSigned64X: r[op->Destination] = (ulong)Arithmetic.ModuloSigned((long)r[op->Destination], (long)r[op->Source]); break;
                case OpCode.ModuloSigned32X: r[op->Destination] = (uint)Arithmetic.ModuloSigned((int)r[op->Destination], (int)r[op->Source]); break;
                case OpCode.ShiftLeft64K: r[op->Destination] <<= (int)op->Immediate; break;
                case OpCode.ShiftRight64K: r[op->Destination] >>= (int)op->Immediate; break;
                case OpCode.ShiftRightArithmetic64K: r[op->Destination] = (ulong)((long)r[op->Destination] >> (int)op->Immediate); break;
                case OpCode.ShiftLeft32K: r[op->Destination] = (uint)r[op->Destination] << (int)op->Immediate; break;
                case OpCode.ShiftRight32K: r[op->Destination] = (uint)r[op->Destination] >> (int)op->Immediate; break;
                case OpCode.ShiftRightArithmetic32K: r[op->Destination] = (uint)((int)r[op->Destination] >> (int)op->Immediate); break;
                case OpCode.ShiftLeft64X: r[op->Destination] <<= (int)r[op->Source]; break;
                case OpCode.ShiftRight64X: r[op->Destination] >>= (int)r[op->Source]; break;
                case OpCode.ShiftRightArithmetic64X: r[op->Destination] = (ulong)((long)r[op->Destination] >> (int)r[op->Source]); break;
                case OpCode.ShiftLeft32X: r[op->Destination] = (uint)r[op->Destination] << (int)r[op->Source]; break;
                case OpCode.ShiftRight32X: r[op->Destination] = (uint)r[op->Destination] >> (int)r[op->Source]; break;
                case OpCode.ShiftRightArithmetic32X: r[op->Destination] = (uint)((int)r[op->Destination] >> (int)r[op->Source]); break;
                case OpCode.Negate64K: r[op->Destination] = 0 - r[op->Destination]; break;
                case OpCode.Negate32K: r[op->Destination] = 0 - (uint)r[op->Destination]; break;
                case OpCode.Move64K: r[op->Destination] = (ulong)op->Immediate; break;
                case OpCode.Move64X: r[op->Destination] = r[op->Source]; break;
                case OpCode.Move32K: r[op->Destination] = (uint)op->Immediate; break;
                case OpCode.Move32X: r[op->Destination] = (uint)r[op->Source]; break;
                case OpCode.LoadWide: r[op->Destination] = (ulong)op->Immediate; break;
                case OpCode.MoveSigned8To32: r[op->Destination] = (uint)(sbyte)r[op->Source]; break;
                case OpCode.MoveSigned16To32: r[op->Destination] = (uint)(short)r[op->Source]; break;
                case OpCode.MoveSigned8To64: r[op->Destination] = (ulong)(sbyte)r[op->Source]; break;
                case OpCode.MoveSigned16To64: r[op->Destination] = (ulong)(short)r[op->Source]; break;
                case OpCode.MoveSigned32To64: r[op->Destination] = (ulong)(int)r[op->Source]; break;
                case OpCode.Truncate16: r[op->Destination] = (ushort)r[op->Destination]; break;
                case OpCode.Truncate32: r[op->Destination] = (uint)r[op->Destination]; break;
                case OpCode.Swap16: r[op->Destination] = BinaryPrimitives.ReverseEndianness((ushort)r[op->Destination]); break;
                case OpCode.Swap32: r[op->Destination] = BinaryPrimitives.ReverseEndianness((uint)r[op->Destination]); break;
                case OpCode.Swap64: r[op->Destination] = BinaryPrimitives.ReverseEndianness(r[op->Destination]); break;
                case OpCode.NoOperation: break;

                case OpCode.JumpEqual64K: if (r[op->Destination] == (ulong)op->Immediate) goto jump; break;
                case OpCode.JumpEqual64X: if (r[op->Destination] == r[op->Source]) goto jump; break;
                case OpCode.JumpEqual32K: if ((uint)r[op->Destination] == (uint)op->Immediate) goto jump; break;
                case OpCode.JumpEqual32X: if ((uint)r[op->Destination] == (uint)r[op->Source]) goto jump; break;
                case OpCode.JumpNotEqual64K: if (r[op->Destination] != (ulong)op->Immediate) goto jump; break;
                case OpCode.JumpNotEqual64X: if (r[op->Destination] != r[op->Source]) goto jump; break;
                case OpCode.JumpNotEqual32K: if ((uint)r[op->Destination] != (uint)op->Immediate) goto jump; break;
                case OpCode.JumpNotEqual32X: if ((uint)r[op->Destination] != (uint)r[op->Source]) goto jump; break;
                case OpCode.JumpGreater64K: if (r[op->Destination] > (ulong)op->Immediate) goto jump; break;
                case OpCode.JumpGreater64X: if (r[op->Destination] > r[op->Source]) goto jump; break;
                case OpCode.JumpGreater32K: if ((uint)r[op->Destination] > (uint)op->Immediate) goto jump; break;
                case OpCode.JumpGreater32X: if ((uint)r[op->Destination] > (uint)r[op->Source]) goto jump; break;
                case OpCode.JumpGreaterOrEqual64K: if (r[op->Destination] >= (ulong)op->Immediate) goto jump; break;
                case OpCode.JumpGreaterOrEqual64X: if (r[op->Destination] >= r[op->Source]) goto jump; break;
                case OpCode.JumpGreaterOrEqual32K: if ((uint)r[op->Destination] >= (uint)op->Immediate) goto jump; break;
                case OpCode.JumpGreaterOrEqual32X: if ((uint)r[op->Destination] >= (uint)r[op->Source]) goto jump; break;
                case OpCode.JumpLess64K: if (r[op->Destination] < (ulong)op->Immediate) goto jump; break;
                case OpCode.JumpLess64X: if (r[op->Destination] < r[op->Source]) goto jump; break;
                case OpCode.JumpLess32K: if ((uint)r[op->Destination] < (uint)op->Immediate) goto jump; break;
                case OpCode.JumpLess32X: if ((uint)r[op->Destination] < (uint)r[op->Source]) goto jump; break;
                case OpCode.JumpLessOrEqual64K: if (r[op->Destination] <= (ulong)op->Immediate) goto jump; break;
                case OpCode.JumpLessOrEqual64X: if (r[op->Destination] <= r[op->Source]) goto jump; break;
                case OpCode.JumpLessOrEqual32K: if ((uint)r[op->Destination] <= (uint)op->Immediate) goto jump; break;
                case OpCode.JumpLessOrEqual32X: if ((uint)r[op->Destination] <= (uint)r[op->Source]) goto jump; break;
                case OpCode.JumpGreaterSigned64K: if ((long)r[op->Destination] > op->Immediate) goto jump; break;
                case OpCode.JumpGreaterSigned64X: if ((long)r[op->Destination] > (long)r[op->Source]) goto jump; break;
                case OpCode.JumpGreaterSigned32K: if ((int)r[op->Destination] > (int)op->Immediate) goto jump; break;
                case OpCode.JumpGreaterSigned32X: if ((int)r[op->Destination] > (int)r[op->Source]) goto jump; break;
                case OpCode.JumpGreaterOrEqualSigned64K: if ((long)r[op->Destination] >= op->Immediate) goto jump; break;
                case OpCode.JumpGreaterOrEqualSigned64X: if ((long)r[op->Destination] >= (long)r[op->Source]) goto jump; break;
                case OpCode.JumpGreaterOrEqualSigned32K: if ((int)r[op->Destination] >= (int)op->Immediate) goto jump; break;
                case OpCode.JumpGreaterOrEqualSigned32X: if ((int)r[op->Destination] >= (int)r[op->Source]) goto jump; break;
                case OpCode.JumpLessSigned64K: if ((long)r[op->Destination] < op->Immediate) goto jump; break;
                case OpCode.JumpLessSigned64X: if ((long)r[op->Destination] < (long)r[op->Source]) goto jump; break;
                case OpCode.JumpLessSigned32K: if ((int)r[op->Destination] < (int)op->Immediate) goto jump; break;
                case OpCode.JumpLessSigned32X: if ((int)r[op->Destination] < (int)r[op->Source]) goto jump; break;
                case OpCode.JumpLessOrEqualSigned64K: if ((long)r[op->Destination] <= op->Immediate) goto jump; break;
                case OpCode.JumpLessOrEqualSigned64X: if ((long)r[op->Destination] <= (long)r[op->Source]) goto jump; break;
                case OpCode.JumpLessOrEqualSigned32K: if ((int)r[op->Destination] <= (int)op->Immediate) goto jump; break;
                case OpCode.JumpLessOrEqualSigned32X: if ((int)r[op->Destination] <= (int)r[op->Source]) goto jump; break;
                case OpCode.JumpAnyBit64K: if ((r[op->Destination] & (ulong)op->Immediate) != 0) goto jump; break;
                case OpCode.JumpAnyBit64X: if ((r[op->Destination] & r[op->Source]) != 0) goto jump; break;
                case OpCode.JumpAnyBit32K: if (((uint)r[op->Destination] & (uint)op->Immediate) != 0) goto jump; break;
                case OpCode.JumpAnyBit32X: if (((uint)r[op->Destination] & (uint)r[op->Source]) != 0) goto jump; break;
                case OpCode.Goto: goto jump;
                case OpCode.MayGoto:
                    if (!run.MayGoOn()) goto jump;
                    break;
                case OpCode.Exit: return r[0];

                case OpCode.Load1:
                    {
                        ulong address = r[op->Source] + (ulong)op->Offset;
                        r[op->Destination] = TMode.AllowsLoad(run, address, 1, r) ? Unsafe.ReadUnaligned<byte>((void*)address) : LoadElsewhere<TMode>(run, (int)(op - start), address, 1, r);
                        break;
                    }
                case OpCode.Load2:
                    {
                        ulong address = r[op->Source] + (ulong)op->Offset;
                        r[op->Destination] = TMode.AllowsLoad(run, address, 2, r) ? Unsafe.ReadUnaligned<ushort>((void*)address) : LoadElsewhere<TMode>(run, (int)(op - start), address, 2, r);
                        break;
                    }
                case OpCode.Load4:
                    {
                        ulong address = r[op->Source] + (ulong)op->Offset;
                        r[op->Destination] = TMode.AllowsLoad(run, address, 4, r) ? Unsafe.ReadUnaligned<uint>((void*)address) : LoadElsewhere<TMode>(run, (int)(op - start), address, 4, r);
                        break;
                    }
                case OpCode.Load8:
                    {
                        ulong address = r[op->Source] + (ulong)op->Offset;
                        r[op->Destination] = TMode.AllowsLoad(run, address, 8, r) ? Unsafe.ReadUnaligned<ulong>((void*)address) : LoadElsewhere<TMode>(run, (int)(op - start), address, 8, r);
                        break;
                    }
                case OpCode.LoadSigned1:
                    {
                        ulong address = r[op->Source] + (ulong)op->Offset;
                        r[op->Destination] = (ulong)(sbyte)(TMode.AllowsLoad(run, address, 1, r) ? Unsafe.ReadUnaligned<sbyte>((void*)address) : (sbyte)LoadElsewhere<TMode>(run, (int)(op - start), address, 1, r, isSigned: true));
                        break;
                    }
                case OpCode.LoadSigned2:
                    {
                        ulong address = r[op->Source] + (ulong)op->Offset;
                        r[op->Destination] = (ulong)(short)(TMode.AllowsLoad(run, address, 2, r) ? Unsafe.ReadUnaligned<short>((void*)address) : (short)LoadElsewhere<TMode>(run, (int)(op - start), address, 2, r, isSigned: true));
                        break;
                    }
                case OpCode.LoadSigned4:
                    {
                        ulong address = r[op->Source] + (ulong)op->Offset;
                        r[op->Destination] = (ulong)(int)(TMode.AllowsLoad(run, address, 4, r) ? Unsafe.ReadUnaligned<int>((void*)address) : (int)LoadElsewhere<TMode>(run, (int)(op - start), address, 4, r, isSigned: true));
                        break;
                    }
                case OpCode.Store1:
                    {
                        ulong address = r[op->Destination] + (ulong)op->Offset;
                        if (!TMode.AllowsStore(run, address, 1, r)) CheckStore<TMode>(run, (int)(op - start), address, 1, r);
                        Unsafe.WriteUnaligned((void*)address, (byte)r[op->Source]);
                        break;
                    }
                case OpCode.Store2:
                    {
                        ulong address = r[op->Destination] + (ulong)op->Offset;
                        if (!TMode.AllowsStore(run, address, 2, r)) CheckStore<TMode>(run, (int)(op - start), address, 2, r);
                        Unsafe.WriteUnaligned((void*)address, (ushort)r[op->Source]);
                        break;
                    }
                case OpCode.Store4:
                    {
                        ulong address = r[op->Destination] + (ulong)op->Offset;
                        if (!TMode.AllowsStore(run, address, 4, r)) CheckStore<TMode>(run, (int)(op - start), address, 4, r);
                        Unsafe.WriteUnaligned((void*)address, (uint)r[op->Source]);
                        break;
                    }
                case OpCode.Store8:
                    {
                        ulong address = r[op->Destination] + (ulong)op->Offset;
                        if (!TMode.AllowsStore(run, address, 8, r)) CheckStore<TMode>(run, (int)(op - start), address, 8, r);
                        Unsafe.WriteUnaligned((void*)address, r[op->Source]);
                        break;
                    }
                case OpCode.StoreImmediate1:
                    {
                        ulong address = r[op->Destination] + (ulong)op->Offset;
                        if (!TMode.AllowsStore(run, address, 1, r)) CheckStore<TMode>(run, (int)(op - start), address, 1, r);
                        Unsafe.WriteUnaligned((void*)address, (byte)op->Immediate);
                        break;
                    }
                case OpCode.StoreImmediate2:
                    {
                        ulong address = r[op->Destination] + (ulong)op->Offset;
                        if (!TMode.AllowsStore(run, address, 2, r)) CheckStore<TMode>(run, (int)(op - start), address, 2, r);
                        Unsafe.WriteUnaligned((void*)address, (ushort)op->Immediate);
                        break;
                    }
                case OpCode.StoreImmediate4:
                    {
                        ulong address = r[op->Destination] + (ulong)op->Offset;
                        if (!TMode.AllowsStore(run, address, 4, r)) CheckStore<TMode>(run, (int)(op - start), address, 4, r);
                        Unsafe.WriteUnaligned((void*)address, (uint)op->Immediate);
                        break;
                    }
                case OpCode.StoreImmediate8:
                    {
                        ulong address = r[op->Destination] + (ulong)op->Offset;
                        if (!TMode.AllowsStore(run, address, 8, r)) CheckStore<TMode>(run, (int)(op - start), address, 8, r);
                        Unsafe.WriteUnaligned((void*)address, (ulong)op->Immediate);
                        break;
                    }
                case OpCode.CallHelper:
                    r[0] = CallHelper<TMode>(run, (int)(op - start), r);
                    ClearArguments(r);
                    break;
                case OpCode.TailCall:
                    CheckTailCall<TMode>(run, (int)(op - start), r);
                    if (run.TryTailCall(r[2], r[3], (byte*)r[10], out ulong result)) return result;
                    r[0] = RunContext.NoSuchEntry;
                    ClearArguments(r);
                    break;
                case OpCode.CallFunction:
                    r[0] = CallFunction<TMode>(run, (int)(op - start), op->Target, r);
                    ClearArguments(r);
                    break;
                case OpCode.PacketLoad:
                    // Outside of the packet ends the function with 0 (gen_ld_abs in net/core/filter.c).
                    if (!run.TryLoadPacket(op->Offset, (op->Target != 0 ? (uint)r[op->Source] : 0) + (uint)op->Immediate, out r[0])) return 0;
                    ClearArguments(r);
                    break;
                case >= OpCode.AtomicAdd4 and <= OpCode.StoreRelease8:
                    ExecuteAtomic<TMode>(run, (int)(op - start), op, r);
                    break;
                default: throw new InvalidOperationException($"Instruction {op - start}: {op->Code} has no meaning."); // the decoder makes none
            }

            op++;
            continue;

        jump:
            Op* target = start + op->Target;
            if (target <= op && TMode.IsChecked && (run.Budget -= op - target + 1) < 0) Faults.Budget(run, (int)(op - start), op->Target, r);
            op = target;
        }
    }
}
